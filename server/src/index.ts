export { type AppOptions, type RunningServer, startApp } from './app.ts'
export { type ConfigSources, loadConfig, type ServerConfig } from './config.ts'
export { commands } from './main.ts'
