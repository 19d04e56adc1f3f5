package dev.agentpost.mail.submission;

import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.login.CachedLogins;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.organization.Organization;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/**
 * Decides from what the stores hold, not from what held at login: a session may live for hours. What was read is used
 * for at most {@link CachedLogins#STALENESS}, and not beyond a change that this node heard of.
 */
public class SendPermissions {
    private static final SendPermission GRANTED = new SendPermission.Granted();

    private final CachedLogins stores;

    @Inject
    public SendPermissions(CachedLogins stores) {
        this.stores = stores;
    }

    /** @return never empty; an error means that a store did not answer */
    public Mono<SendPermission> find(LoginContext login) {
        return Mono.zip(ofOrganization(login), ofInbox(login))
                .map(both -> both.getT1() instanceof SendPermission.Refused ? both.getT1() : both.getT2());
    }

    private Mono<SendPermission> ofOrganization(LoginContext login) {
        return stores.organization(login.organizationId())
                .flatMap(Mono::justOrEmpty)
                .map(SendPermissions::decide)
                .defaultIfEmpty(new SendPermission.Refused("organization deleted"));
    }

    private static SendPermission decide(Organization organization) {
        return organization.isSuspended() ? new SendPermission.Refused("organization suspended") : GRANTED;
    }

    private Mono<SendPermission> ofInbox(LoginContext login) {
        return stores.inbox(login.email())
                .flatMap(Mono::justOrEmpty)
                .filter(inbox -> inbox.id().equals(login.inboxId()))
                .map(SendPermissions::decide)
                .defaultIfEmpty(new SendPermission.Refused("inbox deleted"));
    }

    private static SendPermission decide(Inbox inbox) {
        return inbox.sendPaused()
                ? new SendPermission.Refused("sending from inbox " + inbox.email() + " is paused")
                : GRANTED;
    }
}
