package dev.agentpost.mail.apikey.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;
import spark.Request;

/** Finds the API key that the path of a request names. */
public final class ApiKeyLookup {
    private static final String PARAMETER = ":key";

    public static final String PATH = ApiKeyRoutes.PATH + "/" + PARAMETER;

    private final ApiKeyStore store;
    private final OrganizationLookup organizations;

    @Inject
    public ApiKeyLookup(ApiKeyStore store, OrganizationLookup organizations) {
        this.store = store;
        this.organizations = organizations;
    }

    /** Empty when what the path names cannot be a key's id. */
    static Optional<ApiKeyId> id(Request request) {
        return Optional.of(request.params(PARAMETER)).filter(ApiKeyId::isValid).map(ApiKeyId::of);
    }

    /** @return the key, a revoked one too, or an {@link AdminError} 404, also for a key of another organization */
    public Mono<ApiKey> get(Request request) {
        return organizations.get(request).flatMap(owner -> Mono.justOrEmpty(id(request))
                .flatMap(id -> store.find(owner.id(), id))
                .switchIfEmpty(Mono.error(() -> notFound(request))));
    }

    private static AdminError notFound(Request request) {
        return AdminError.notFound(
                "There is no API key " + JsonBody.printable(request.params(PARAMETER)) + " in this organization");
    }
}
