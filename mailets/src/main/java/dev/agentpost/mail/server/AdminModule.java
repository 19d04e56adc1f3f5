package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.address.webadmin.AliasRoutes;
import dev.agentpost.mail.admin.AdminToken;
import dev.agentpost.mail.admin.webadmin.AdminRequestLogger;
import dev.agentpost.mail.admin.webadmin.DescriptionRoutes;
import dev.agentpost.mail.admin.webadmin.TokenForEveryPath;
import dev.agentpost.mail.apikey.webadmin.ApiKeyRoutes;
import dev.agentpost.mail.domain.webadmin.DomainRoutes;
import dev.agentpost.mail.domain.webadmin.SharedDomainRoutes;
import dev.agentpost.mail.filterrule.webadmin.FilterRuleRoutes;
import dev.agentpost.mail.inbox.webadmin.InboxRoutes;
import dev.agentpost.mail.organization.webadmin.OrganizationRoutes;
import dev.agentpost.mail.ratelimit.webadmin.LimitRoutes;
import dev.agentpost.mail.suppression.webadmin.SuppressionRoutes;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.dropwizard.MetricsRoutes;
import org.apache.james.webadmin.mdc.RequestLogger;

/** The admin routes: ours, and James's metrics; no path answers without the admin token. */
public final class AdminModule extends AbstractModule {
    private final AdminToken token;

    public AdminModule(AdminToken token) {
        this.token = token;
    }

    @Override
    protected void configure() {
        bind(AdminToken.class).toInstance(token);
        Multibinder<Routes> routes = Multibinder.newSetBinder(binder(), Routes.class);
        routes.addBinding().to(TokenForEveryPath.class);
        routes.addBinding().to(MetricsRoutes.class);
        routes.addBinding().to(DescriptionRoutes.class);
        routes.addBinding().to(OrganizationRoutes.class);
        routes.addBinding().to(ApiKeyRoutes.class);
        routes.addBinding().to(InboxRoutes.class);
        routes.addBinding().to(AliasRoutes.class);
        routes.addBinding().to(DomainRoutes.class);
        routes.addBinding().to(SharedDomainRoutes.class);
        routes.addBinding().to(FilterRuleRoutes.class);
        routes.addBinding().to(LimitRoutes.class);
        routes.addBinding().to(SuppressionRoutes.class);
        Multibinder.newSetBinder(binder(), RequestLogger.class).addBinding().to(AdminRequestLogger.class);
    }
}
