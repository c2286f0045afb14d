// What the forms of the sign-in page take. Loaded after the page is drawn.
import { typedCode } from "@repo/validators/accounts/authCodes";
import { password } from "@repo/validators/accounts/users";
import { z } from "zod";

export { resetInput, signInInput, signUpInput } from "@repo/validators/accounts/users";

/** The code that was mailed. */
export const codeInput = z.object({ code: typedCode });

/** A new password, with the code that was mailed. */
export const newPasswordInput = z.object({ code: typedCode, password });
