package dev.agentpost.mail.server.configuration;

import com.google.common.net.InetAddresses;
import com.google.common.net.InternetDomainName;
import java.util.Optional;
import java.util.Set;

/** Whether other servers can believe the name that this one says in EHLO (RFC 5321 section 4.1.1.1). */
public final class OutboundName {
    /** RFC 6761, RFC 6762 section 3 and appendix G, RFC 8375. */
    private static final Set<String> NOWHERE =
            Set.of("localhost", "local", "localdomain", "internal", "lan", "home", "arpa", "invalid", "test");

    private OutboundName() {}

    /** What the operator should know; empty when all is well. */
    public static Optional<String> warning(OutboundMode mode, String publicHost) {
        return mode != OutboundMode.DIRECT || isOfTheWorld(publicHost)
                ? Optional.empty()
                : Optional.of(Setting.PUBLIC_HOST + " is " + publicHost + ", and " + Setting.OUTBOUND_MODE
                        + " is direct: other servers refuse mail from a server without a public name;"
                        + " set it to a name that leads here");
    }

    private static boolean isOfTheWorld(String host) {
        return !InetAddresses.isInetAddress(host)
                && InternetDomainName.isValid(host)
                && InternetDomainName.from(host).hasParent()
                && InternetDomainName.from(host).parts().stream()
                        .reduce((first, last) -> last)
                        .filter(last -> !NOWHERE.contains(last))
                        .isPresent();
    }
}
