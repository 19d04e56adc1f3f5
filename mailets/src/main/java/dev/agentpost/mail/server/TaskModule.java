package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import org.apache.james.modules.server.TaskManagerModule;

/** Long running admin tasks: forgotten with the process that runs them. */
public final class TaskModule extends AbstractModule {

    @Override
    protected void configure() {
        install(new TaskManagerModule());
    }
}
