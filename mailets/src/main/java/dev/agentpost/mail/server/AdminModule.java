package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.apikey.webadmin.ApiKeyRoutes;
import dev.agentpost.mail.inbox.webadmin.InboxRoutes;
import dev.agentpost.mail.organization.webadmin.OrganizationRoutes;
import org.apache.james.webadmin.Routes;

/** Our admin routes. */
public final class AdminModule extends AbstractModule {
    private final AdminToken token;

    public AdminModule(AdminToken token) {
        this.token = token;
    }

    @Override
    protected void configure() {
        bind(AdminToken.class).toInstance(token);
        Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
        routes.addBinding().to(OrganizationRoutes.class);
        routes.addBinding().to(ApiKeyRoutes.class);
        routes.addBinding().to(InboxRoutes.class);
    }
}
