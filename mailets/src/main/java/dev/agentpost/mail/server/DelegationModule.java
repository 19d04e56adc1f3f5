package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.apache.james.mailbox.Authorizator;
import org.apache.james.mailbox.Authorizator.AuthorizationState;
import org.apache.james.user.api.DelegationStore;
import org.apache.james.user.memory.NaiveDelegationStore;

/** No inbox acts for another one: James's ways of asking for it find a closed door. */
public final class DelegationModule extends AbstractModule {

    @Override
    protected void configure() {
        Authorizator nobody = (user, otherUser) -> AuthorizationState.FORBIDDEN;
        bind(Authorizator.class).toInstance(nobody);
        bind(DelegationStore.class).to(NaiveDelegationStore.class).in(Scopes.SINGLETON);
    }
}
