/** What a UDP datagram can carry over Ethernet without being cut in pieces: 1,500 − 20 (IPv4) − 8 (UDP). */
export const DATAGRAM_BYTES_MAX = 1_472

/** RFC 7587 §4.1: the RTP clock of Opus runs at 48 kHz whatever is encoded. */
export const RTP_CLOCK_HZ = 48_000
/** The one packet length that this project sends. */
export const PACKET_MS = 20
export const PACKET_SAMPLES = (PACKET_MS * RTP_CLOCK_HZ) / 1_000
/** A dynamic payload type (RFC 3551 §6); 111 is what most senders of Opus use. */
export const OPUS_PAYLOAD_TYPE = 111
/** RFC 6716 §3.2.1: the longest Opus frame. */
export const OPUS_FRAME_BYTES_MAX = 1_275
/** RFC 6716 §3.2.5: 120 ms. */
export const OPUS_PACKET_SAMPLES_MAX = 5_760

/** 80 bits of HMAC-SHA1 (RFC 3711 §4.2.1). */
export const AUTHENTICATION_TAG_BYTES = 10
/** 256 packets of 20 ms: over five seconds, more than ever waits to be sent again. RFC 3711 §3.3.2 asks for 64. */
export const REPLAY_WINDOW_PACKETS = 256
/** Of one NACK. More than twice what a listener may be sent again within ten seconds (a fifth of 500 packets). */
export const NACK_SEQUENCE_NUMBERS_MAX = 256
