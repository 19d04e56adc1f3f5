package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.login.LoginResult.Reason;
import dev.agentpost.mail.organization.Organization;
import java.time.Duration;

/** The decision about a key that comes without an inbox. A store that does not answer is an error of the publisher. */
public sealed interface KeyLoginResult {

    /** @param secret as presented, without the white space of pasting */
    record Allowed(ApiKey key, Organization organization, ApiKeySecret secret) implements KeyLoginResult {}

    /** The outside gets one identical answer, whatever the reason. */
    record BadCredentials(Reason reason) implements KeyLoginResult {}

    record MissingScope(Scope scope, ApiKey key) implements KeyLoginResult {}

    record Suspended(ApiKey key) implements KeyLoginResult {}

    /** This is a wrong key too, after too many from the address. */
    record Throttled(Duration retryAfter) implements KeyLoginResult {}
}
