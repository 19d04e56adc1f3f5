package dev.agentpost.mail.inbox;

import com.google.common.base.Ascii;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes the address of a new inbox: {@code {username}-{6 random}@shared-domain} on the domain that all organizations
 * share, {@code {username}@domain} on an organization's own. The outcome depends on the arguments and the random source
 * alone.
 */
public final class InboxAddresses {
    static final int SUFFIX_LENGTH = 6;

    private static final String SUFFIX_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** RFC 2142, and the names to which certificate authorities send proofs of control over a domain. */
    static final Set<String> RESERVED = Set.of(
            "abuse",
            "admin",
            "administrator",
            "daemon",
            "hostmaster",
            "mailer-daemon",
            "noc",
            "nobody",
            "postmaster",
            "root",
            "security",
            "ssladmin",
            "ssladministrator",
            "sslwebmaster",
            "sysadmin",
            "webmaster");

    /** What came of a wish for an address. */
    public sealed interface Choice {
        record Chosen(InboxAddress address) implements Choice {}

        /** @param reason why the user name cannot be had, for the person who asked for it */
        record Refused(String reason) implements Choice {}
    }

    private final String sharedDomain;
    private final RandomGenerator random;

    /**
     * @param sharedDomain a lower-case domain name
     * @throws IllegalArgumentException when it is none
     */
    public InboxAddresses(String sharedDomain, RandomGenerator random) {
        if (!InboxAddress.isDomain(sharedDomain)) {
            throw new IllegalArgumentException("'" + sharedDomain + "' is not a lower-case domain name");
        }
        this.sharedDomain = sharedDomain;
        this.random = random;
    }

    public String sharedDomain() {
        return sharedDomain;
    }

    /** A name in reserve is refused on every domain; on the shared one the suffix must fit in as well. */
    public Choice choose(String username, String domain) {
        String name = Ascii.toLowerCase(username);
        boolean shared = domain.equals(sharedDomain);
        int maxLength = InboxAddress.MAX_LOCAL_PART_LENGTH - (shared ? SUFFIX_LENGTH + 1 : 0);
        if (RESERVED.contains(name)) {
            return new Choice.Refused("'" + name + "' is reserved");
        }
        if (name.length() > maxLength || !InboxAddress.isLocalPart(name)) {
            return new Choice.Refused("a dot-atom of 1 to " + maxLength
                    + " letters, digits, dots and !#$%&'*/=?^_`{|}~- is expected, without + and with no dot"
                    + " at either end or beside another");
        }
        return new Choice.Chosen(new InboxAddress(shared ? name + "-" + suffix() : name, domain));
    }

    private String suffix() {
        return random.ints(SUFFIX_LENGTH, 0, SUFFIX_ALPHABET.length())
                .mapToObj(SUFFIX_ALPHABET::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
