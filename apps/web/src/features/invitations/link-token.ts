// The token of an invitation link. It comes in the fragment, which no server and no log sees, and waits in the storage of
// the tab while somebody signs in.
const KEY = "invitation";

/** @param token what the link carries behind its `#` */
export const keepToken = (token: string): void => sessionStorage.setItem(KEY, token);

/** @returns the token of the newest link that was opened in this tab; empty without one */
export const keptToken = (): string => sessionStorage.getItem(KEY) ?? "";

/** Forgets the token, as joining has used it up. */
export const forgetToken = (): void => sessionStorage.removeItem(KEY);
