package dev.agentpost.mail.admin.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.admin.webadmin.AdminServer.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenFilterTest {
    private static AdminServer server;

    @BeforeAll
    static void start() {
        server = new AdminServer(new Random(1));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void requestWithTheTokenShouldPass() {
        Reply reply = authorized("Bearer " + AdminServer.TOKEN);

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void schemeShouldHaveNoCase() {
        Reply reply = authorized("bearer " + AdminServer.TOKEN);

        assertThat(reply.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer ap_admin_another_token_altogether",
                "Bearer " + AdminServer.TOKEN + "x",
                "Bearer",
                "Bearer ",
                "Basic " + AdminServer.TOKEN,
                AdminServer.TOKEN
            })
    void requestWithAnotherAuthorizationShouldBeRefused(String authorization) {
        Reply reply = authorized(authorization);

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void refusalShouldHaveTheShapeOfWebAdminErrors() {
        Reply reply = server.send(server.request("/organizations").build());

        assertThat(reply.body().path("statusCode").asInt()).isEqualTo(401);
        assertThat(reply.text("type")).isEqualTo("Unauthorized");
        assertThat(reply.text("message")).contains("admin token");
        assertThat(reply.body().has("details")).isTrue();
        assertThat(reply.raw().headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(reply.raw().headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/organizations",
                "/organizations/",
                "//organizations",
                "/organizations//",
                "/organizations?limit=1",
                "/organizations/org_x",
                "/organizations/org_x/api-keys",
                "/organizations/org_x/inboxes/a@b.example",
                "/organizations/org_x/nothing/of/the/kind",
                "/healthcheck",
                "/nothing/of/the/kind",
                "/"
            })
    void everyPathShouldNeedTheToken(String path) {
        Reply reply = server.send(server.request(path).build());

        assertThat(reply.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE"})
    void everyMethodShouldNeedTheToken(String method) {
        Reply reply = server.send(server.request("/organizations")
                .method(method, BodyPublishers.ofString("{\"name\":\"Acme\"}"))
                .build());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(server.get("/organizations").body().path("items")).isEmpty();
    }

    @Test
    void overriddenMethodShouldNeedTheToken() {
        Reply reply = server.send(server.request("/organizations")
                .header("X-HTTP-Method-Override", "POST")
                .method("OPTIONS", BodyPublishers.ofString("{\"name\":\"Acme\"}"))
                .build());

        assertThat(reply.status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%6frganizations", "/organizations;x=1", "/./organizations", "/x/../organizations"})
    void otherSpellingsOfThePathShouldNotPassTheFilter(String path) {
        Reply reply = server.send(server.request(path).build());

        assertThat(reply.status()).isEqualTo(401);
    }

    @Test
    void healthChecksShouldAnswerWithTheToken() {
        assertThat(server.get("/healthcheck").status()).isEqualTo(200);
    }

    @Test
    void unknownPathShouldBeNotFoundAsJsonWithTheToken() {
        Reply reply = server.get("/organizations/org_x/nothing/of/the/kind");

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("type")).isEqualTo("notFound");
    }

    private static Reply authorized(String authorization) {
        return server.send(server.request("/organizations")
                .header("Authorization", authorization)
                .build());
    }
}
