package dev.agentpost.mail.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.cli.admin.AdminClient;
import dev.agentpost.mail.cli.admin.AdminFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a running server says when it is asked over its admin routes. */
final class ServerChecks {
    static final long MANY_QUEUED = 1_000;
    static final Duration LONG_QUEUED = Duration.ofMinutes(15);

    private static final int ORGANIZATIONS_ASKED = 100;

    private final AdminClient server;
    private final Clock clock;

    ServerChecks(AdminClient server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Cassandra and its commit log, the queue, the dead letters, and whatever else the server looks at itself. */
    List<Finding> health() throws AdminFailure {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode check : server.health().path("checks")) {
            String name = check.path("componentName").asText();
            String cause = check.path("cause").asText("");
            findings.add(
                    switch (check.path("status").asText()) {
                        case "healthy" -> Finding.ok(name, "healthy");
                        case "degraded" -> Finding.warn(name, "degraded: " + cause, "Look at the log: agentpost logs.");
                        default -> Finding.fail(name, "unhealthy: " + cause, "Look at the log: agentpost logs.");
                    });
        }
        return findings;
    }

    List<Finding> queues() throws AdminFailure {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode name : server.get("mailQueues")) {
            String queue = name.asText();
            long size = server.get("mailQueues", queue).path("size").asLong();
            findings.add(queue(queue, size, size == 0 ? Optional.empty() : oldest(queue)));
        }
        return findings;
    }

    private Optional<Instant> oldest(String queue) throws AdminFailure {
        JsonNode mails = server.page(Map.of("limit", "100"), "mailQueues", queue, "mails");
        return StreamSupport.stream(mails.spliterator(), false)
                .flatMap(mail -> time(mail.path("lastUpdated").asText()).stream())
                .min(Instant::compareTo);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    Finding queue(String name, long size, Optional<Instant> oldest) {
        String message = size + " mails"
                + oldest.map(time -> ", the oldest since " + time).orElse("");
        boolean waitsLong =
                oldest.isPresent() && oldest.get().isBefore(clock.instant().minus(LONG_QUEUED));
        return size > MANY_QUEUED || waitsLong
                ? Finding.warn(
                        "queue " + name,
                        message,
                        "More than " + MANY_QUEUED + ", or waiting for more than " + LONG_QUEUED.toMinutes()
                                + " minutes: the log says what delivery waits for.")
                : Finding.ok("queue " + name, message);
    }

    /** Nothing is wrong with an unpublished key while nothing leaves: a remark then, too. */
    Finding sharedDomain() throws AdminFailure {
        JsonNode dkim = server.get("shared-domain", "dkim");
        String name = dkim.path("domain").asText();
        boolean found = StreamSupport.stream(dkim.path("records").spliterator(), false)
                .anyMatch(record -> record.path("found").asBoolean());
        if (found || name.endsWith(".localhost")) {
            return Finding.ok("dkim " + name, found ? "the record is found" : "a name of this machine needs no record");
        }
        return Finding.warn(
                "dkim " + name, "its record is not found in the DNS", "agentpost dkim show says what to publish.");
    }

    /** Of all organizations: mail to other servers that waits for another try, and domains without their records. */
    List<Finding> organizations() throws AdminFailure {
        long deferred = 0;
        List<Finding> findings = new ArrayList<>();
        for (JsonNode organization : server.firstOf(ORGANIZATIONS_ASKED, "organizations")) {
            String id = organization.path("id").asText();
            deferred += server.page(Map.of("state", "deferred", "limit", "1000"), "organizations", id, "deliveries")
                    .path("items")
                    .size();
            for (JsonNode domain : server.list("organizations", id, "domains")) {
                findings.add(domain(server.get(
                        "organizations", id, "domains", domain.path("domain").asText())));
            }
        }
        findings.add(
                0,
                deferred == 0
                        ? Finding.ok("outbox", "no message to other servers waits for another try")
                        : Finding.warn(
                                "outbox",
                                deferred + " messages to other servers wait for another try",
                                "agentpost delivery list --state deferred says why."));
        return findings;
    }

    static Finding domain(JsonNode domain) {
        String name = domain.path("domain").asText();
        String check = "domain " + name;
        if (!domain.path("status").asText().equals("verified")) {
            return Finding.warn(
                    check,
                    "is " + domain.path("status").asText(),
                    "agentpost domain get " + name + " says what to publish.");
        }
        List<String> missing = StreamSupport.stream(domain.path("records").spliterator(), false)
                .filter(record -> !record.path("found").asBoolean())
                .map(record ->
                        record.path("type").asText() + " " + record.path("name").asText())
                .toList();
        return missing.isEmpty()
                ? Finding.ok(check, "all records are found")
                : Finding.warn(
                        check,
                        "not found in the DNS: " + String.join(", ", missing),
                        "agentpost domain get " + name + " says what to publish.");
    }
}
