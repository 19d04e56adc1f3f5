package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import dev.agentpost.mail.folder.FolderRules;
import dev.agentpost.mail.server.configuration.FolderNamesFile;
import dev.agentpost.mail.server.configuration.FolderSettings;
import java.nio.file.Path;

/** What the operator has laid down about folders. */
final class FolderModule extends AbstractModule {
    private final FolderRules rules;

    private FolderModule(FolderRules rules) {
        this.rules = rules;
    }

    /** Reads the table of names at once, so that a bad one stops the start. */
    static FolderModule of(FolderSettings settings, Path configuration) {
        return new FolderModule(new FolderRules(FolderNamesFile.read(configuration), settings.creation()));
    }

    @Override
    protected void configure() {
        bind(FolderRules.class).toInstance(rules);
    }
}
