package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.agentpost.mail.folder.ExpungePolicy;
import dev.agentpost.mail.mailboxstore.FolderMessages;
import dev.agentpost.mail.mailboxstore.FolderStore;
import dev.agentpost.mail.mailboxstore.MessageFiling;
import dev.agentpost.mail.mailboxstore.PeriodicWork;
import dev.agentpost.mail.mailboxstore.james.SessionExpungeNotice;
import dev.agentpost.mail.server.configuration.TrashSettings;
import dev.agentpost.mail.trash.ExpungeNotice;
import dev.agentpost.mail.trash.Expunging;
import dev.agentpost.mail.trash.TrashCopies;
import dev.agentpost.mail.trash.TrashEmptying;
import dev.agentpost.mail.trash.webadmin.TrashEmptyingDetailsDto;
import dev.agentpost.mail.trash.webadmin.TrashRoutes;
import java.time.Clock;
import javax.inject.Named;
import org.apache.james.server.task.json.dto.AdditionalInformationDTO;
import org.apache.james.server.task.json.dto.AdditionalInformationDTOModule;
import org.apache.james.task.TaskExecutionDetails;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.dto.DTOModuleInjections;

/** What becomes of expunged messages. */
final class TrashModule extends AbstractModule {
    private final TrashSettings settings;

    TrashModule(TrashSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void configure() {
        bind(ExpungePolicy.class).toInstance(new ExpungePolicy(settings.expunge()));
        bind(TrashCopies.class).in(Scopes.SINGLETON);
        bind(Expunging.class).in(Scopes.SINGLETON);
        bind(ExpungeNotice.class).to(SessionExpungeNotice.class).in(Scopes.SINGLETON);
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(TrashRoutes.class);
    }

    @Provides
    @Singleton
    TrashEmptying emptying(
            FolderStore names, FolderMessages messages, MessageFiling filing, ExpungeNotice notice, Clock clock) {
        return new TrashEmptying(settings.retention(), names, messages, filing, notice, clock);
    }

    @ProvidesIntoSet
    PeriodicWork upkeep(TrashEmptying emptying) {
        return emptying.asUpkeep();
    }

    @ProvidesIntoSet
    @Named(DTOModuleInjections.WEBADMIN_DTO)
    AdditionalInformationDTOModule<
                    ? extends TaskExecutionDetails.AdditionalInformation, ? extends AdditionalInformationDTO>
            emptyingDetails() {
        return TrashEmptyingDetailsDto.module();
    }
}
