package dev.agentpost.mail.clientsetup;

import dev.agentpost.mail.inbox.InboxAddress;

/** What somebody asks to be set up. Whether there is such an inbox is told to nobody. */
public sealed interface SetupSubject {
    /** @param address on a domain of this server, without a tag: the user name that the inbox of it would have */
    record Address(InboxAddress address) implements SetupSubject {}

    /** @param domain well-formed, and not one of this server */
    record NotServed(String domain) implements SetupSubject {}

    /** No address that an inbox could have. */
    record Malformed() implements SetupSubject {}
}
