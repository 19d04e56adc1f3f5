package dev.agentpost.mail.ratelimit.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.webadmin.ApiKeyLookup;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.webadmin.InboxLookup;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import dev.agentpost.mail.ratelimit.SendAllowance;
import dev.agentpost.mail.ratelimit.SendLimits;
import dev.agentpost.mail.ratelimit.SendScope;
import dev.agentpost.mail.ratelimit.SendWindow;
import dev.agentpost.mail.ratelimit.webadmin.LimitsResponse.Remaining;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code …/limits} of an organization, its inboxes and its keys: recipients and IMAP connections. */
public final class LimitRoutes implements Routes {
    private static final String LIMITS = "/limits";

    private final SendLimits sendLimits;
    private final SendAllowance allowance;
    private final ConnectionLimits connectionLimits;
    private final ConnectionSlots slots;
    private final OrganizationLookup organizations;
    private final InboxLookup inboxes;
    private final ApiKeyLookup keys;

    @Inject
    public LimitRoutes(
            SendLimits sendLimits,
            SendAllowance allowance,
            ConnectionLimits connectionLimits,
            ConnectionSlots slots,
            OrganizationLookup organizations,
            InboxLookup inboxes,
            ApiKeyLookup keys) {
        this.sendLimits = sendLimits;
        this.allowance = allowance;
        this.connectionLimits = connectionLimits;
        this.slots = slots;
        this.organizations = organizations;
        this.inboxes = inboxes;
        this.keys = keys;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(
                OrganizationLookup.PATH + LIMITS,
                new AdminRoute(request -> organizations.get(request).flatMap(this::answer)));
        service.put(OrganizationLookup.PATH + LIMITS, new AdminRoute(this::putOrganization));
        service.get(InboxLookup.PATH + LIMITS, new AdminRoute(request -> inboxes.get(request)
                .flatMap(this::answer)));
        service.put(InboxLookup.PATH + LIMITS, new AdminRoute(this::putInbox));
        service.get(ApiKeyLookup.PATH + LIMITS, new AdminRoute(request -> keys.get(request)
                .flatMap(this::answer)));
        service.put(ApiKeyLookup.PATH + LIMITS, new AdminRoute(this::putKey));
    }

    private Mono<Answer> putOrganization(Request request) {
        LimitsRequest wanted = LimitsRequest.read(request);
        return organizations.get(request).flatMap(owner -> changeSends(wanted, scope(owner))
                .then(Mono.defer(
                        () -> wanted.imapConnections().apply(limit -> connectionLimits.change(owner.id(), limit))))
                .then(Mono.defer(() -> answer(owner))));
    }

    private Mono<Answer> putInbox(Request request) {
        LimitsRequest wanted = LimitsRequest.read(request);
        return inboxes.get(request).flatMap(inbox -> changeSends(wanted, scope(inbox))
                .then(Mono.defer(() -> wanted.imapConnections()
                        .apply(limit -> connectionLimits.change(inbox.organizationId(), inbox.id(), limit))))
                .then(Mono.defer(() -> answer(inbox))));
    }

    private Mono<Answer> putKey(Request request) {
        LimitsRequest wanted = LimitsRequest.readSendsOnly(request);
        return keys.get(request).flatMap(key -> changeSends(wanted, scope(key)).then(Mono.defer(() -> answer(key))));
    }

    private Mono<Void> changeSends(LimitsRequest wanted, SendScope scope) {
        return wanted.sends().apply(limit -> sendLimits.change(scope, limit));
    }

    private Mono<Answer> answer(Organization owner) {
        return Mono.zip(sends(scope(owner)), connectionLimits.of(owner.id()))
                .map(found -> Answer.ok(LimitsResponse.of(
                        found.getT1(), Optional.of(found.getT2().connections()), Optional.empty())));
    }

    private Mono<Answer> answer(Inbox inbox) {
        return Mono.zip(
                        sends(scope(inbox)),
                        connectionLimits.of(inbox.organizationId(), inbox.id()),
                        slots.held(inbox.id()))
                .map(found -> found.mapT2(limit -> limit.connections()))
                .map(found -> Answer.ok(LimitsResponse.of(
                        found.getT1(),
                        Optional.of(found.getT2()),
                        Optional.of(Remaining.of(found.getT2(), found.getT3())))));
    }

    private Mono<Answer> answer(ApiKey key) {
        return sends(scope(key)).map(sends -> Answer.ok(LimitsResponse.of(sends, Optional.empty(), Optional.empty())));
    }

    private Mono<Map<SendWindow, Long>> sends(SendScope scope) {
        return sendLimits.of(scope).flatMap(limit -> allowance.remaining(scope, limit));
    }

    private static SendScope scope(Organization owner) {
        return SendScope.of(owner.id());
    }

    private static SendScope scope(Inbox inbox) {
        return SendScope.of(inbox.organizationId(), inbox.id());
    }

    private static SendScope scope(ApiKey key) {
        return SendScope.of(key.organizationId(), key.id());
    }
}
