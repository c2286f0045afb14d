/** What the app is called: on its pages, in its e-mails and in the terminal. */
export const APP_NAME = "Groundwork";
