package dev.agentpost.mail.organization.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;
import spark.Request;

/** Finds the organization that the path of a request names. */
public final class OrganizationLookup {
    public static final String BASE_PATH = "/organizations";
    public static final String PATH = BASE_PATH + "/:org";

    private static final String PARAMETER = ":org";

    private final OrganizationStore store;

    @Inject
    public OrganizationLookup(OrganizationStore store) {
        this.store = store;
    }

    /** Empty when what the path names cannot be an organization's id. */
    public static Optional<OrganizationId> id(Request request) {
        return Optional.of(request.params(PARAMETER))
                .filter(OrganizationId::isValid)
                .map(OrganizationId::of);
    }

    /** @return the organization, or an {@link AdminError} 404 */
    public Mono<Organization> get(Request request) {
        return Mono.justOrEmpty(id(request)).flatMap(store::find).switchIfEmpty(Mono.error(() -> notFound(request)));
    }

    static AdminError notFound(Request request) {
        return AdminError.notFound("There is no organization " + JsonBody.printable(request.params(PARAMETER)));
    }
}
