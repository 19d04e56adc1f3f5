package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.agentpost.mail.delivery.james.PatientMailProcessor;
import org.apache.james.mailetcontainer.api.MailProcessor;
import org.apache.james.mailetcontainer.impl.CompositeProcessorImpl;

/** Overrides James's binding of the processor that the spooler calls. */
public final class PatientProcessingModule extends AbstractModule {

    @Provides
    @Singleton
    MailProcessor processor(CompositeProcessorImpl processors, CqlSession session) {
        return new PatientMailProcessor(processors, () -> DeliveryModule.answers(session));
    }
}
