package dev.agentpost.mail.login;

import reactor.core.publisher.Mono;

/** The one login decision, used by SMTP, IMAP and HTTP. Safe for use by many threads; never blocks. */
public interface InboxLogin {

    /**
     * Decides about an attempt. A suspended organization is {@link LoginResult.Allowed} with {@link
     * LoginContext#organizationSuspended()}: each protocol says it in its own way.
     *
     * @return never empty; an error means that the store did not answer, which the caller makes a temporary refusal
     */
    Mono<LoginResult> login(LoginAttempt attempt);
}
