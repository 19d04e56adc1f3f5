package dev.agentpost.mail.clientsetup;

import dev.agentpost.mail.inbox.InboxAddress;

/** What clients of an inbox are set up with. */
public final class ClientSettings {
    private final MailServers servers;
    private final boolean ownAuthority;
    private final Snippets snippets;

    /** @param ownAuthority whether clients must be told to trust the authority of the certificate */
    public ClientSettings(MailServers servers, boolean ownAuthority) {
        this.servers = servers;
        this.ownAuthority = ownAuthority;
        this.snippets = new Snippets(servers);
    }

    /** @param environment variables of an {@code .env} file; the key is left to be filled in */
    public record OfInbox(String email, MailServers servers, boolean ownAuthority, String environment) {}

    public OfInbox of(InboxAddress address) {
        return new OfInbox(address.asString(), servers, ownAuthority, snippets.environment(address));
    }
}
