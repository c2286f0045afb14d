/**
 * What shows short messages, for code that pages load before they are drawn: sonner arrives after them.
 * @returns sonner's `toast`
 */
export const loadToast = async () => (await import("sonner")).toast;
