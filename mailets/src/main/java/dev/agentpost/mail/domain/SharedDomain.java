package dev.agentpost.mail.domain;

/**
 * The operator's domain, on which every organization may have inboxes.
 *
 * @param name lower case
 */
public record SharedDomain(String name) {
    public boolean is(String domain) {
        return name.equals(domain);
    }
}
