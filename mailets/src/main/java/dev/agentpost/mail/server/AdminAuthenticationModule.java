package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import dev.agentpost.mail.admin.webadmin.AdminTokenFilter;
import org.apache.james.webadmin.authentication.AuthenticationFilter;

/** Overrides James's filter, which lets everybody pass unless it checks JSON web tokens. */
public final class AdminAuthenticationModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(AuthenticationFilter.class).to(AdminTokenFilter.class);
    }
}
