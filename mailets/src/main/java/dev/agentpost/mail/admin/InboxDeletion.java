package dev.agentpost.mail.admin;

import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Removes inboxes with their mail. Safe for use by many threads. */
public final class InboxDeletion {
    private static final Logger LOGGER = LoggerFactory.getLogger(InboxDeletion.class);

    private final InboxStore store;
    private final InboxMailboxes mailboxes;
    private final FilterRuleStore filterRules;
    private final LoginChanges loginChanges;
    private final LimitDeletion limits;

    @Inject
    public InboxDeletion(
            InboxStore store,
            InboxMailboxes mailboxes,
            FilterRuleStore filterRules,
            LoginChanges loginChanges,
            LimitDeletion limits) {
        this.store = store;
        this.mailboxes = mailboxes;
        this.filterRules = filterRules;
        this.loginChanges = loginChanges;
        this.limits = limits;
    }

    /**
     * Deletes the inbox of this organization; another organization's is left alone. May be repeated, and a repetition
     * finishes what an earlier call began and could not end because a store failed.
     */
    public Mono<Void> delete(OrganizationId organizationId, InboxAddress email) {
        return store.find(email)
                .map(inbox -> inbox.organizationId().equals(organizationId) ? delete(inbox) : Mono.<Void>empty())
                .defaultIfEmpty(Mono.defer(() -> finish(organizationId, email)))
                .flatMap(deletion -> deletion);
    }

    // the id went with the inbox; an organization's sessions are looked at with all that they depend on
    private Mono<Void> finish(OrganizationId organizationId, InboxAddress email) {
        return loginChanges
                .publish(new LoginChange.Organization(organizationId))
                .then(Mono.defer(() -> deleteRulesOfNobody(organizationId)))
                .then(Mono.defer(() -> mailboxes.delete(email)));
    }

    private Mono<Void> deleteRulesOfNobody(OrganizationId organizationId) {
        return filterRules
                .listInboxes(organizationId)
                .filterWhen(
                        inbox -> store.find(organizationId, inbox).hasElement().map(exists -> !exists))
                .concatMap(inbox -> filterRules.deleteAll(organizationId, inbox))
                .then();
    }

    /**
     * Mail goes first, while the address is still taken, so that no later inbox of the same address finds any; and once
     * more at the end, when no session and no delivery reaches the inbox any longer, for what came in between.
     */
    Mono<Void> delete(Inbox inbox) {
        return mailboxes
                .delete(inbox.email())
                .then(Mono.defer(() -> store.delete(inbox.email())))
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Inbox(inbox.id()))))
                .then(Mono.defer(() -> filterRules.deleteAll(inbox.organizationId(), inbox.id())))
                .then(Mono.defer(() -> limits.delete(inbox)))
                .then(Mono.defer(() -> mailboxes.delete(inbox.email())))
                .doOnSuccess(done -> LOGGER.info("Deleted inbox {} ({})", inbox.email(), inbox.id()));
    }
}
