package dev.agentpost.mail.clientsetup.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.clientsetup.ClientSettings;
import dev.agentpost.mail.inbox.webadmin.InboxLookup;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code …/inboxes/{email}/client-settings}: what a client of the inbox is told. */
public final class ClientSettingsRoutes implements Routes {
    private final InboxLookup inboxes;
    private final ClientSettings settings;

    @Inject
    public ClientSettingsRoutes(InboxLookup inboxes, ClientSettings settings) {
        this.inboxes = inboxes;
        this.settings = settings;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.get(InboxLookup.PATH + "/client-settings", new AdminRoute(this::get));
    }

    private Mono<Answer> get(Request request) {
        return inboxes.get(request)
                .map(inbox -> settings.of(inbox.email()))
                .map(ClientSettingsResponse::of)
                .map(Answer::ok);
    }
}
