package dev.agentpost.mail.inbox.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;
import spark.Request;

/** Finds the inbox that the path of a request names. */
public final class InboxLookup {
    private static final String PARAMETER = ":email";

    public static final String PATH = OrganizationLookup.PATH + "/inboxes/" + PARAMETER;

    private final InboxStore store;
    private final OrganizationLookup organizations;

    @Inject
    public InboxLookup(InboxStore store, OrganizationLookup organizations) {
        this.store = store;
        this.organizations = organizations;
    }

    /** Empty when what the path names cannot be an address. */
    static Optional<InboxAddress> email(Request request) {
        return InboxAddress.parse(request.params(PARAMETER));
    }

    /** @return the inbox, or an {@link AdminError} 404, also for an inbox of another organization */
    public Mono<Inbox> get(Request request) {
        return organizations.get(request).flatMap(owner -> Mono.justOrEmpty(email(request))
                .flatMap(store::find)
                .filter(inbox -> inbox.organizationId().equals(owner.id()))
                .switchIfEmpty(Mono.error(() -> notFound(request))));
    }

    /** As {@link #get}, but empty when there is none. */
    public Mono<Inbox> find(Request request) {
        return Mono.zip(Mono.justOrEmpty(OrganizationLookup.id(request)), Mono.justOrEmpty(email(request)))
                .flatMap(names -> store.find(names.getT2())
                        .filter(inbox -> inbox.organizationId().equals(names.getT1())));
    }

    static AdminError notFound(Request request) {
        return AdminError.notFound(
                "There is no inbox " + JsonBody.printable(request.params(PARAMETER)) + " in this organization");
    }
}
