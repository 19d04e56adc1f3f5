package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import dev.agentpost.mail.mailboxstore.james.FolderEventBus;
import org.apache.james.events.InVMEventBus;

/** What mailboxes tell those who watch them; installed over James's DefaultEventModule. */
public final class EventModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(InVMEventBus.class).to(FolderEventBus.class).in(Scopes.SINGLETON);
    }
}
