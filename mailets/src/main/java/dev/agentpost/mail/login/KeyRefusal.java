package dev.agentpost.mail.login;

import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.login.LoginResult.Reason;
import dev.agentpost.mail.organization.Organization;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Optional;

/** Why a key that exists opens nothing, whatever it is presented for. */
final class KeyRefusal {
    private KeyRefusal() {}

    static Optional<Reason> of(ApiKey key, Instant now) {
        if (key.isRevoked()) {
            return Optional.of(Reason.KEY_REVOKED);
        }
        return key.isExpiredAt(now) ? Optional.of(Reason.KEY_EXPIRED) : Optional.empty();
    }

    static Optional<Reason> of(ApiKey key, Optional<Organization> owner, Optional<InetAddress> remoteAddress) {
        if (!key.mayBeUsedFrom(remoteAddress)) {
            return Optional.of(Reason.ADDRESS_NOT_ALLOWED);
        }
        return owner.isEmpty() ? Optional.of(Reason.ORGANIZATION_GONE) : Optional.empty();
    }
}
