package dev.agentpost.mail.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.http.RouteTable.Found;
import dev.agentpost.mail.http.RouteTable.Nothing;
import dev.agentpost.mail.http.RouteTable.OtherMethods;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RouteTableTest {
    private static final HttpRoute.Handler UNUSED = request -> Mono.empty();
    private static final HttpRoute GET_A = HttpRoute.get("/a", UNUSED);
    private static final HttpRoute POST_A = HttpRoute.post("/a", 10, UNUSED);
    private static final HttpRoute GET_OF = HttpRoute.get("/of/{address}/x", UNUSED);

    private final RouteTable table = table(GET_A, POST_A, GET_OF);

    private static RouteTable table(HttpRoute... routes) {
        return new RouteTable(Set.of(() -> List.of(routes)));
    }

    @Test
    void routeShouldBeFoundByMethodAndPath() {
        assertThat(table.find("GET", "/a")).isEqualTo(new Found(GET_A, Map.of()));
        assertThat(table.find("POST", "/a")).isEqualTo(new Found(POST_A, Map.of()));
    }

    @Test
    void caseShouldMatterUnlessTheRouteIgnoresIt() {
        HttpRoute anyCase = HttpRoute.get("/b/{name}", UNUSED).ignoringCase();
        RouteTable mixed = table(GET_A, anyCase);

        assertThat(mixed.find("GET", "/A")).isEqualTo(new Nothing());
        assertThat(mixed.find("GET", "/B/Name")).isEqualTo(new Found(anyCase, Map.of("name", "Name")));
    }

    @Test
    void headShouldFindTheRouteForGet() {
        assertThat(table.find("HEAD", "/a")).isEqualTo(new Found(GET_A, Map.of()));
    }

    @Test
    void segmentInBracesShouldBeBound() {
        assertThat(table.find("GET", "/of/b@example.com/x"))
                .isEqualTo(new Found(GET_OF, Map.of("address", "b@example.com")));
    }

    @Test
    void templateShouldNotBeAPathItself() {
        assertThat(table.find("GET", "/of/{address}/x")).isInstanceOf(Found.class);
        assertThat(((Found) table.find("GET", "/of/{address}/x")).pathParameters())
                .containsValue("{address}");
    }

    @Test
    void otherPathShouldHoldNothing() {
        assertThat(List.of(table.find("GET", "/b"), table.find("GET", "/A"), table.find("GET", "/of/x")))
                .containsOnly(new Nothing());
    }

    @Test
    void otherMethodShouldBeToldTheAllowedOnes() {
        assertThat(table.find("DELETE", "/a")).isEqualTo(new OtherMethods("GET, HEAD, POST"));
        assertThat(table.find("get", "/a")).isEqualTo(new OtherMethods("GET, HEAD, POST"));
    }

    @Test
    void sameRouteTwiceShouldBeRefused() {
        assertThatThrownBy(() -> table(GET_A, GET_A)).hasMessageContaining("two routes for GET /a");
    }
}
