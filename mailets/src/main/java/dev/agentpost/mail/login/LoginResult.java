package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.Scope;

/** The one login decision. A store that does not answer is an error of the publisher, never one of these. */
public sealed interface LoginResult {

    record Allowed(LoginContext context) implements LoginResult {}

    /** The outside gets one identical answer, whatever the reason; the log and the audit trail get the reason. */
    record BadCredentials(Reason reason) implements LoginResult {}

    /** The key is good for this inbox and lacks the scope: said so, and never counted as a failure. */
    record MissingScope(Scope scope, LoginContext context) implements LoginResult {}

    enum Reason {
        MALFORMED_USERNAME,
        MALFORMED_SECRET,
        UNKNOWN_INBOX,
        UNKNOWN_SECRET,
        OTHER_ORGANIZATION,
        KEY_REVOKED,
        KEY_EXPIRED,
        KEY_NOT_BOUND_TO_INBOX,
        ADDRESS_NOT_ALLOWED,
        ORGANIZATION_GONE
    }
}
