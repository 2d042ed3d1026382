/**
 * The product's deadlines cut short, so that a test of what happens after them does not have to wait for them. Those that mean trouble
 * are longer than anything here takes on a busy computer: where silence is the trouble, the test says how long that is.
 */
export const quick = {
  IMAP_CONNECT_MS: 30_000, GREETING_LOOK_MS: 1_000, IMAP_STALL_MS: 15_000, IDLE_RENEW_MS: 400, FOLDER_POLL_MS: 300, QUICK_POLL_MS: 300, FLAG_COMPARE_MS: 500,
  BACK_OFF_FIRST_MS: 20, BACK_OFF_MAX_MS: 100, LOGOUT_WAIT_MS: 200,
} as const
