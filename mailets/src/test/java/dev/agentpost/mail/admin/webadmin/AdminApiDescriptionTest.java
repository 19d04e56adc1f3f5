package dev.agentpost.mail.admin.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.http.OpenApi;
import dev.agentpost.mail.mailboxstore.webadmin.ServedStore;
import dev.agentpost.mail.trash.webadmin.ServedTrash;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.webadmin.Routes;
import org.junit.jupiter.api.Test;
import spark.Service;
import spark.route.HttpMethod;

/** {@code openapi.json} has every admin route of ours and no other. What they answer, {@link AdminServer} compares. */
class AdminApiDescriptionTest {
    private static final Set<HttpMethod> FILTERS = Set.of(HttpMethod.before, HttpMethod.after, HttpMethod.afterafter);

    @Test
    void everyRouteShouldBeDescribed() {
        Set<String> served = new TreeSet<>();
        try (AdminServer admin = new AdminServer(new Random(1));
                ServedStore store = new ServedStore();
                ServedTrash trash = new ServedTrash()) {
            admin.routes().forEach(routes -> served.addAll(operations(routes)));
            store.server().routes().forEach(routes -> served.addAll(operations(routes)));
            trash.server().routes().forEach(routes -> served.addAll(operations(routes)));
        }

        assertThat(served)
                .containsExactlyInAnyOrderElementsOf(OpenApi.ofAdminRoutes().operations().stream()
                        .map(operation -> operation.replaceAll("\\{\\w+}", "{}"))
                        .toList());
    }

    @Test
    void descriptionShouldBeServed() {
        try (AdminServer admin = new AdminServer(new Random(1))) {
            assertThat(new OpenApi(admin.get("/openapi.json").body()).operations())
                    .isEqualTo(OpenApi.ofAdminRoutes().operations());
        }
    }

    /** James's own are described by James. */
    private static Set<String> operations(Routes routes) {
        Set<String> operations = new TreeSet<>();
        if (!routes.getClass().getName().startsWith("dev.agentpost.")) {
            return operations;
        }
        Service service = Service.ignite().ipAddress("127.0.0.1").port(0);
        try {
            routes.define(service);
            service.routes().stream()
                    .filter(route -> !FILTERS.contains(route.getHttpMethod()))
                    .forEach(
                            route -> operations.add(route.getHttpMethod().name().toUpperCase(Locale.ROOT) + " "
                                    + route.getMatchUri().replaceAll(":\\w+", "{}")));
            return operations;
        } finally {
            service.stop();
            service.awaitStop();
        }
    }
}
