import { useEffect } from 'react'

/**
 * Puts the focus back where it was before a dialog that is mounted open, which Mantine's own return does not cover; out
 * of a menu, on the menu's button.
 */
export function useReturnFocus(): void {
  useEffect(() => {
    const from = document.activeElement
    const menu = from?.closest('[role="menu"]')
    const target = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : from
    return () => {
      // After the dialog's trap has let go.
      if (target instanceof HTMLElement) setTimeout(() => target.isConnected && target.focus())
    }
  }, [])
}
