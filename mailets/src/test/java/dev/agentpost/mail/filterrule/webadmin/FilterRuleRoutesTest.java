package dev.agentpost.mail.filterrule.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer;
import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterRuleRoutesTest {
    private static final String UNKNOWN_ORGANIZATION = "/organizations/org_01ARZ3NDEKTSV4RRFFQ69G5FAV/filter-rules";
    private static final String UNKNOWN_RULE = "/rul_01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private AdminServer server;
    private String acme;
    private String rules;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        acme = server.newOrganization("Acme");
        rules = "/organizations/" + acme + "/filter-rules";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Reply newInbox(String organization, String username) {
        return server.post("/organizations/" + organization + "/inboxes", "{\"username\":\"" + username + "\"}");
    }

    private static String block(String domain) {
        return """
                {"direction": "send", "action": "block", "match_type": "domain", "value": "%s"}
                """
                .formatted(domain);
    }

    private static String blockFor(String domain, String inbox) {
        return """
                {"direction": "receive", "action": "block", "match_type": "domain", "value": "%s", "inbox": "%s"}
                """
                .formatted(domain, inbox);
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        server.get(rules + query)
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    @Nested
    class Post {
        @Test
        void ruleShouldBeMadeForTheOrganization() {
            Reply reply = server.post(rules, block("Example.COM"));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("id")).startsWith("rul_");
            assertThat(reply.text("organization_id")).isEqualTo(acme);
            assertThat(reply.text("direction")).isEqualTo("send");
            assertThat(reply.text("action")).isEqualTo("block");
            assertThat(reply.text("match_type")).isEqualTo("domain");
            assertThat(reply.text("value")).isEqualTo("example.com");
            assertThat(reply.body().get("inbox").isNull()).isTrue();
            assertThat(reply.body().get("reason").isNull()).isTrue();
            assertThat(reply.text("created_at")).isEqualTo("2026-11-21T10:00:00.123Z");
        }

        @Test
        void everyFieldShouldBeTaken() {
            String email = newInbox(acme, "alice").text("email");

            Reply reply = server.post(
                    rules,
                    """
                    {"direction": "receive", "action": "allow", "match_type": "subdomain_wildcard",
                     "value": "*.example.com", "inbox": "%s", "reason": "our customers"}
                    """
                            .formatted(email));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.text("value")).isEqualTo("*.example.com");
            assertThat(reply.text("inbox")).isEqualTo(email);
            assertThat(reply.text("reason")).isEqualTo("our customers");
        }

        @Test
        void tagOfALocalAddressShouldBeLeftOut() {
            Reply reply = server.post(
                    rules,
                    """
                    {"direction": "send", "action": "block", "match_type": "address", "value": "bob+x@%s"}
                    """
                            .formatted(AdminServer.SHARED_DOMAIN));

            assertThat(reply.text("value")).isEqualTo("bob@" + AdminServer.SHARED_DOMAIN);
        }

        /** @param value as JSON; empty: the field is left out */
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "direction | ``",
                    "direction | \"out\"",
                    "direction | 1",
                    "action | ``",
                    "action | \"BLOCK\"",
                    "match_type | ``",
                    "match_type | \"regex\"",
                    "value | ``",
                    "value | null",
                    "value | \"bob@a.example\"",
                    "value | \"*.a.example\"",
                    "inbox | \"nobody@shared.example\"",
                    "inbox | []",
                    "reason | \"  \"",
                    "color | \"red\""
                })
        void badFieldShouldBeNamed(String field, String value) {
            Map<String, String> body = new LinkedHashMap<>(Map.of(
                    "direction",
                    "\"send\"",
                    "action",
                    "\"block\"",
                    "match_type",
                    "\"domain\"",
                    "value",
                    "\"a.example\""));
            body.put(field, value);
            body.values().removeIf(String::isEmpty);

            Reply reply = server.post(
                    rules,
                    body.entrySet().stream()
                            .map(one -> "\"" + one.getKey() + "\":" + one.getValue())
                            .collect(Collectors.joining(",", "{", "}")));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo(field);
            assertThat(reply.text("message")).startsWith(field);
            assertThat(ids("")).isEmpty();
        }

        @Test
        void inboxOfAnotherOrganizationShouldBeRefused() {
            String foreign = newInbox(server.newOrganization("Other"), "eve").text("email");

            Reply reply = server.post(rules, blockFor("a.example", foreign));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo("inbox");
        }

        @Test
        void longestReasonShouldBeTaken() {
            String body = block("a.example").replace("}", ", \"reason\": \"%s\"}");

            assertThat(server.post(rules, body.formatted("x".repeat(501))).text("details"))
                    .isEqualTo("reason");
            assertThat(server.post(rules, body.formatted("x".repeat(500))).status())
                    .isEqualTo(201);
        }

        @Test
        void duplicateShouldBeAConflictThatNamesTheRule() {
            String first = server.post(rules, block("example.com")).text("id");

            Reply second = server.post(rules, block("EXAMPLE.com"));

            assertThat(second.status()).isEqualTo(409);
            assertThat(second.text("message")).contains(first);
            assertThat(ids("")).containsExactly(first);
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.post(UNKNOWN_ORGANIZATION, block("a.example")).status())
                    .isEqualTo(404);
        }

        @Test
        void outageShouldBeUnavailable() {
            server.outage().begin(FilterRuleStore.class);

            assertThat(server.post(rules, block("a.example")).status()).isEqualTo(503);
        }
    }

    @Nested
    class Get {
        @Test
        void rulesShouldBePaged() {
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                made.add(server.post(rules, block(i + ".example")).text("id"));
            }

            Reply page = server.get(rules + "?limit=2");

            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text("next")).isEqualTo(made.get(1));
            assertThat(ids("?limit=2")).containsExactlyElementsOf(made.subList(0, 2));
            assertThat(ids("?limit=3&after=" + made.get(1))).containsExactlyElementsOf(made.subList(2, 5));
            assertThat(server.get(rules + "?limit=5").body().get("next").isNull())
                    .isTrue();
        }

        @Test
        void rulesShouldBeSelectedByDirectionAndInbox() {
            String email = newInbox(acme, "alice").text("email");
            String send = server.post(rules, block("a.example")).text("id");
            String receive = server.post(rules, blockFor("a.example", email)).text("id");

            assertThat(ids("?direction=send")).containsExactly(send);
            assertThat(ids("?direction=receive")).containsExactly(receive);
            assertThat(ids("?inbox=" + email)).containsExactly(receive);
            assertThat(ids("?inbox=" + email + "&direction=send")).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"?direction=up, direction", "?inbox=nobody, inbox", "?limit=0, limit", "?after=x, after"})
        void badParameterShouldBeNamed(String query, String field) {
            Reply reply = server.get(rules + query);

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("details")).isEqualTo(field);
        }

        @Test
        void rulesOfAnotherOrganizationShouldNotBeShown() {
            server.post("/organizations/" + server.newOrganization("Other") + "/filter-rules", block("a.example"));

            assertThat(ids("")).isEmpty();
        }

        @Test
        void unknownOrganizationShouldBeNotFound() {
            assertThat(server.get(UNKNOWN_ORGANIZATION).status()).isEqualTo(404);
        }

        @Test
        void outageShouldBeUnavailable() {
            server.outage().begin(FilterRuleStore.class);

            assertThat(server.get(rules).status()).isEqualTo(503);
        }
    }

    @Nested
    class Delete {
        @Test
        void ruleShouldBeGone() {
            String id = server.post(rules, block("a.example")).text("id");

            assertThat(server.delete(rules + "/" + id).status()).isEqualTo(204);

            assertThat(ids("")).isEmpty();
        }

        @Test
        void deletionShouldBeRepeatable() {
            String id = server.post(rules, block("a.example")).text("id");
            server.delete(rules + "/" + id);

            assertThat(server.delete(rules + "/" + id).status()).isEqualTo(204);
            assertThat(server.delete(rules + UNKNOWN_RULE).status()).isEqualTo(204);
            assertThat(server.delete(rules + "/x").status()).isEqualTo(204);
            assertThat(server.delete(UNKNOWN_ORGANIZATION + UNKNOWN_RULE).status())
                    .isEqualTo(204);
        }

        @Test
        void ruleOfAnotherOrganizationShouldStay() {
            String id = server.post(rules, block("a.example")).text("id");
            String other = "/organizations/" + server.newOrganization("Other") + "/filter-rules/";

            assertThat(server.delete(other + id).status()).isEqualTo(204);

            assertThat(ids("")).containsExactly(id);
        }

        @Test
        void outageShouldBeUnavailable() {
            String id = server.post(rules, block("a.example")).text("id");
            server.outage().begin(FilterRuleStore.class);

            assertThat(server.delete(rules + "/" + id).status()).isEqualTo(503);
            server.outage().end();
            assertThat(server.delete(rules + "/" + id).status()).isEqualTo(204);
        }
    }

    @Nested
    class DeletionOfTheOwner {
        @Test
        void rulesOfAnInboxShouldGoWithIt() {
            String email = newInbox(acme, "alice").text("email");
            String ofAll = server.post(rules, block("a.example")).text("id");
            server.post(rules, blockFor("a.example", email));

            server.delete("/organizations/" + acme + "/inboxes/" + email);

            assertThat(ids("")).containsExactly(ofAll);
        }

        @Test
        void repeatedDeletionOfAnInboxShouldTakeTheRulesThatAreLeft() {
            String email = newInbox(acme, "alice").text("email");
            server.post(rules, blockFor("a.example", email));
            server.outage().begin(FilterRuleStore.class);
            assertThat(server.delete("/organizations/" + acme + "/inboxes/" + email)
                            .status())
                    .isEqualTo(503);
            server.outage().end();

            assertThat(server.delete("/organizations/" + acme + "/inboxes/" + email)
                            .status())
                    .isEqualTo(204);

            assertThat(ids("")).isEmpty();
        }

        @Test
        void rulesOfAnOrganizationShouldGoWithIt() {
            server.post(rules, block("a.example"));

            server.delete("/organizations/" + acme);

            assertThat(server.filterRules()
                            .list(OrganizationId.of(acme), FilterRuleStore.Selection.ALL, Optional.empty(), 10)
                            .collectList()
                            .block())
                    .isEmpty();
        }
    }
}
