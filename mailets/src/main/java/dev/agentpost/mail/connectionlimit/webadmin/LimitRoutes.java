package dev.agentpost.mail.connectionlimit.webadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.connectionlimit.ConnectionLimit;
import dev.agentpost.mail.connectionlimit.ConnectionLimits;
import dev.agentpost.mail.connectionlimit.ConnectionSlots;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.webadmin.InboxLookup;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/limits} and {@code /organizations/{org}/inboxes/{email}/limits}. */
public final class LimitRoutes implements Routes {
    private static final String IMAP_CONNECTIONS = "imap_connections";
    private static final String ORGANIZATION_PATH = OrganizationLookup.PATH + "/limits";
    private static final String INBOX_PATH = InboxLookup.PATH + "/limits";

    private final ConnectionLimits limits;
    private final ConnectionSlots slots;
    private final OrganizationLookup organizations;
    private final InboxLookup inboxes;

    /** What is left of each limit; never negative, also when more is held since the limit was lowered. */
    record Remaining(@JsonProperty(IMAP_CONNECTIONS) int imapConnections) {}

    /** @param remaining of an inbox; an organization's limit holds for each of its inboxes, so nothing is left of it */
    record LimitsResponse(
            @JsonProperty(IMAP_CONNECTIONS) int imapConnections,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Remaining> remaining) {}

    @Inject
    public LimitRoutes(
            ConnectionLimits limits, ConnectionSlots slots, OrganizationLookup organizations, InboxLookup inboxes) {
        this.limits = limits;
        this.slots = slots;
        this.organizations = organizations;
        this.inboxes = inboxes;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(ORGANIZATION_PATH, new AdminRoute(this::getOrganization));
        service.put(ORGANIZATION_PATH, new AdminRoute(this::putOrganization));
        service.get(INBOX_PATH, new AdminRoute(this::getInbox));
        service.put(INBOX_PATH, new AdminRoute(this::putInbox));
    }

    private Mono<Answer> getOrganization(Request request) {
        return organizations
                .get(request)
                .flatMap(owner -> limits.of(owner.id()))
                .map(limit -> Answer.ok(new LimitsResponse(limit.connections(), Optional.empty())));
    }

    private Mono<Answer> putOrganization(Request request) {
        Optional<ConnectionLimit> limit = limit(request);
        return organizations
                .get(request)
                .flatMap(owner -> limits.change(owner.id(), limit))
                .then(Mono.defer(() -> getOrganization(request)));
    }

    private Mono<Answer> getInbox(Request request) {
        return inboxes.get(request).flatMap(this::answer);
    }

    private Mono<Answer> putInbox(Request request) {
        Optional<ConnectionLimit> limit = limit(request);
        return inboxes.get(request).flatMap(inbox -> limits.change(inbox.organizationId(), inbox.id(), limit)
                .then(Mono.defer(() -> answer(inbox))));
    }

    private Mono<Answer> answer(Inbox inbox) {
        return Mono.zip(limits.of(inbox.organizationId(), inbox.id()), slots.held(inbox.id()))
                .map(found -> found.mapT1(ConnectionLimit::connections))
                .map(found -> new LimitsResponse(
                        found.getT1(), Optional.of(new Remaining(Math.max(0, found.getT1() - found.getT2())))))
                .map(Answer::ok);
    }

    /** Empty, for the default, when the field is null. */
    private static Optional<ConnectionLimit> limit(Request request) {
        JsonBody body = JsonBody.read(request, IMAP_CONNECTIONS);
        if (!body.has(IMAP_CONNECTIONS)) {
            throw AdminError.badField(IMAP_CONNECTIONS, "is required; null sets the default");
        }
        return body.optionalInteger(IMAP_CONNECTIONS).map(connections -> {
            if (!ConnectionLimit.isValid(connections)) {
                throw AdminError.badField(IMAP_CONNECTIONS, "must be " + ConnectionLimit.rule());
            }
            return new ConnectionLimit(connections);
        });
    }
}
