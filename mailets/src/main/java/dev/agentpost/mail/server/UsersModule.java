package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import dev.agentpost.mail.inbox.james.InboxUsersRepository;
import dev.agentpost.mail.inbox.james.NoRewriting;
import dev.agentpost.mail.inbox.james.OwnAddressOnly;
import org.apache.james.rrt.api.CanSendFrom;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;

/** James's users: our inboxes. */
public final class UsersModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(InboxUsersRepository.class).in(Scopes.SINGLETON);
        bind(UsersRepository.class).to(InboxUsersRepository.class);
        bind(RecipientRewriteTable.class).toInstance(new NoRewriting());
        bind(CanSendFrom.class).toInstance(new OwnAddressOnly());
    }
}
