package dev.agentpost.mail.admin.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.agentpost.mail.backup.webadmin.BackupRoutes;
import dev.agentpost.mail.http.OpenApi;
import dev.agentpost.mail.mailboxstore.webadmin.ServedStore;
import dev.agentpost.mail.trash.webadmin.ServedTrash;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.webadmin.Routes;
import org.junit.jupiter.api.Test;
import spark.Service;
import spark.route.HttpMethod;

/** {@code openapi.json} has every admin route of ours and no other. What they answer, {@link AdminServer} compares. */
class AdminApiDescriptionTest {
    private static final Set<HttpMethod> FILTERS = Set.of(HttpMethod.before, HttpMethod.after, HttpMethod.afterafter);

    private static final Set<String> NEEDED_OF_JAMES = Set.of("GET /tasks/{}");

    private static List<Routes> routes() {
        try (AdminServer admin = new AdminServer(new Random(1));
                ServedStore store = new ServedStore();
                ServedTrash trash = new ServedTrash()) {
            return Stream.of(
                            admin.routes(),
                            store.server().routes(),
                            trash.server().routes(),
                            List.<Routes>of(new BackupRoutes(Optional.empty())))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    @Test
    void testShouldKnowEveryFeatureWithRoutes() {
        Set<String> all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.agentpost.mail").stream()
                        .filter(each -> each.isAssignableTo(Routes.class) && !each.isInterface())
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet());

        assertThat(routes().stream().map(each -> each.getClass().getName())).containsAll(all);
    }

    @Test
    void everyRouteShouldBeDescribed() {
        Set<String> served = new TreeSet<>();
        routes().forEach(each -> served.addAll(operations(each)));

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

    /** James's own are described by James, but for those that clients of ours need. */
    private static Set<String> operations(Routes routes) {
        Set<String> operations = defined(routes);
        if (!routes.getClass().getName().startsWith("dev.agentpost.")) {
            operations.retainAll(NEEDED_OF_JAMES);
        }
        return operations;
    }

    private static Set<String> defined(Routes routes) {
        Set<String> operations = new TreeSet<>();
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
