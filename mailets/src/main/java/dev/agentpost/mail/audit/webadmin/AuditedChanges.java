package dev.agentpost.mail.audit.webadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.agentpost.mail.admin.webadmin.Changes;
import dev.agentpost.mail.audit.AuditEvent;
import dev.agentpost.mail.audit.AuditOutcome;
import dev.agentpost.mail.audit.AuditTrail;
import java.time.Clock;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;
import spark.Service;

/** Notes every change that the admin routes of organizations have made, whichever route it was. */
public final class AuditedChanges implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditedChanges.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** 200 to a POST: it was done before. */
    private static final Set<Integer> CHANGED_BY_POST = Set.of(201);

    private static final Set<Integer> CHANGED = Set.of(200, 201, 204);
    private static final Set<String> DOINGS = Set.of("/verify", "/dkim/rotate", "/retry");

    private final AuditTrail trail;
    private final Clock clock;

    @Inject
    public AuditedChanges(AuditTrail trail, Clock clock) {
        this.trail = trail;
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return "/organizations";
    }

    @Override
    public void define(Service service) {
        service.after(this::note);
    }

    private void note(Request request, Response response) {
        if (request.requestMethod().equals("GET")
                || !Changes.told(request).orElseGet(() -> isChanged(request, response))) {
            return;
        }
        AuditedChange.of(request.requestMethod(), request.pathInfo(), answer(response))
                .map(change -> event(change, request))
                .ifPresent(trail::record);
    }

    private static boolean isChanged(Request request, Response response) {
        return (makes(request) ? CHANGED_BY_POST : CHANGED).contains(response.status());
    }

    /** What is done to a thing that is there answers 200. */
    private static boolean makes(Request request) {
        String path = request.pathInfo();
        return request.requestMethod().equals("POST") && DOINGS.stream().noneMatch(path::endsWith);
    }

    private AuditEvent event(AuditedChange change, Request request) {
        AuditEvent event = AuditEvent.of(clock.instant(), change.organization(), change.action(), AuditOutcome.SUCCESS)
                .withRemoteAddress(request.ip());
        AuditEvent withKey = change.key().map(event::withKey).orElse(event);
        AuditEvent withInbox = change.inbox().map(withKey::withInbox).orElse(withKey);
        return change.reason().map(withInbox::withReason).orElse(withInbox);
    }

    private static JsonNode answer(Response response) {
        if (response.body() == null || response.body().isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            LOGGER.warn("An admin route answered something else than JSON; the audit trail lacks a name", e);
            return MissingNode.getInstance();
        }
    }
}
