package dev.agentpost.mail.admin;

import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.domain.Domains;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.suppression.Suppressions;
import java.util.Optional;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Removes an organization with everything it owns. Safe for use by many threads. */
public final class OrganizationDeletion {
    private static final Logger LOGGER = LoggerFactory.getLogger(OrganizationDeletion.class);
    private static final int INBOXES_AT_ONCE = 100;

    private final OrganizationStore organizations;
    private final ApiKeyStore apiKeys;
    private final InboxStore inboxes;
    private final InboxDeletion inboxDeletion;
    private final FilterRuleStore filterRules;
    private final LoginChanges loginChanges;
    private final LimitDeletion limits;
    private final Suppressions suppressions;
    private final Domains domains;

    @Inject
    public OrganizationDeletion(
            OrganizationStore organizations,
            ApiKeyStore apiKeys,
            InboxStore inboxes,
            InboxDeletion inboxDeletion,
            FilterRuleStore filterRules,
            LoginChanges loginChanges,
            LimitDeletion limits,
            Suppressions suppressions,
            Domains domains) {
        this.organizations = organizations;
        this.apiKeys = apiKeys;
        this.inboxes = inboxes;
        this.inboxDeletion = inboxDeletion;
        this.filterRules = filterRules;
        this.loginChanges = loginChanges;
        this.limits = limits;
        this.suppressions = suppressions;
        this.domains = domains;
    }

    /**
     * Suspends the organization, which ends its sessions, then removes keys, filter rules, inboxes with their mail,
     * domains, suppressions, and last
     * the organization itself. May be repeated, and a repetition finishes what an earlier call began: until the end the
     * organization stays listed, as suspended.
     */
    public Mono<Void> delete(OrganizationId id) {
        return organizations
                .update(id, Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Organization(id))))
                .then(Mono.defer(() -> apiKeys.deleteAll(id)))
                .then(Mono.defer(() -> filterRules.deleteAll(id)))
                .then(Mono.defer(() -> deleteInboxes(id)))
                .then(Mono.defer(() -> domains.deleteAll(id)))
                .then(Mono.defer(() -> limits.delete(id)))
                .then(Mono.defer(() -> suppressions.removeAll(id)))
                .then(Mono.defer(() -> organizations.delete(id)))
                .then(Mono.defer(() -> loginChanges.publish(new LoginChange.Organization(id))))
                .doOnSuccess(done -> LOGGER.info("Deleted organization {}", id));
    }

    // one after the other: a deletion of all the mail of an inbox is work enough for the store
    private Mono<Void> deleteInboxes(OrganizationId id) {
        return inboxes.list(id, Optional.empty(), INBOXES_AT_ONCE)
                .concatMap(inbox -> inboxDeletion.delete(inbox).thenReturn(inbox))
                .count()
                .flatMap(deleted -> deleted == 0 ? Mono.empty() : deleteInboxes(id));
    }
}
