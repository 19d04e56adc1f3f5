package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.backup.BackupStaging;
import dev.agentpost.mail.backup.LiveCopy;
import dev.agentpost.mail.backup.webadmin.BackupRoutes;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandra;
import dev.agentpost.mail.cassandra.schema.SchemaCreation;
import dev.agentpost.mail.queue.activemq.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.james.webadmin.Routes;

/** Backups of a server that keeps its mail itself. */
final class BackupModule extends AbstractModule {
    private final ServerDirectories directories;
    private final Optional<EmbeddedCassandra> cassandra;

    BackupModule(ServerDirectories directories, Optional<EmbeddedCassandra> cassandra) {
        this.directories = directories;
        this.cassandra = cassandra;
    }

    @Override
    protected void configure() {
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(BackupRoutes.class);
    }

    @Provides
    @Singleton
    Optional<BackupStaging> staging(EmbeddedBroker queue, Clock clock) throws IOException {
        if (cassandra.isEmpty()) {
            return Optional.empty();
        }
        BackupStaging staging = new BackupStaging(
                directories.data(),
                directories.configuration(),
                List.of(new Part("queue", queue::copyTo), new Part("cassandra", cassandra.get()::copyTo)),
                SchemaCreation.VERSION,
                clock);
        staging.clear();
        return Optional.of(staging);
    }

    private interface Copying {
        void copyTo(Path target) throws IOException;
    }

    private record Part(String folderName, Copying copying) implements LiveCopy {
        @Override
        public void copyTo(Path target) throws IOException {
            copying.copyTo(target);
        }
    }
}
