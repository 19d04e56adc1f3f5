package dev.agentpost.mail.submission;

import dev.agentpost.mail.inbox.InboxAddress;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The addresses that a sender may write as its own: each of them, in any case, with or without a {@code +tag}.
 *
 * @param ownAddresses the inbox's address and its aliases
 */
public record SenderIdentity(Set<InboxAddress> ownAddresses) {
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern PLAIN_ADDRESS = Pattern.compile(ATOM + "(\\." + ATOM + ")*+@[A-Za-z0-9.-]+");

    public SenderIdentity {
        ownAddresses = Set.copyOf(ownAddresses);
    }

    public static SenderIdentity of(InboxAddress... ownAddresses) {
        return new SenderIdentity(Set.of(ownAddresses));
    }

    public boolean owns(String address) {
        return PLAIN_ADDRESS.matcher(address).matches()
                && InboxAddress.parseWithoutTag(address)
                        .filter(ownAddresses::contains)
                        .isPresent();
    }
}
