package dev.agentpost.mail.server;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import dev.agentpost.mail.clientsetup.AppleProfile;
import dev.agentpost.mail.clientsetup.Autoconfig;
import dev.agentpost.mail.clientsetup.Autodiscover;
import dev.agentpost.mail.clientsetup.AutodiscoverLocation;
import dev.agentpost.mail.clientsetup.ClientSettings;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.clientsetup.ProfileSigner;
import dev.agentpost.mail.clientsetup.SettingsPage;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.clientsetup.cms.CmsProfileSigner;
import dev.agentpost.mail.clientsetup.http.AppleProfileRoutes;
import dev.agentpost.mail.clientsetup.http.AutoconfigRoutes;
import dev.agentpost.mail.clientsetup.http.AutodiscoverRoutes;
import dev.agentpost.mail.clientsetup.http.SettingsPageRoutes;
import dev.agentpost.mail.clientsetup.webadmin.ClientSettingsRoutes;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.http.HttpRoutes;
import dev.agentpost.mail.server.configuration.PublicSettings;
import dev.agentpost.mail.server.configuration.TlsSettings;
import dev.agentpost.mail.tls.CertificateFiles;
import java.time.Clock;
import java.util.Optional;
import org.apache.james.webadmin.Routes;

/** What mail clients and their users are told, so that nobody types it. */
final class ClientSetupModule extends AbstractModule {
    private final PublicSettings names;
    private final TlsSettings tls;

    ClientSetupModule(PublicSettings names, TlsSettings tls) {
        this.names = names;
        this.tls = tls;
    }

    @Override
    protected void configure() {
        MailServers servers = new MailServers(names.host(), names.imapsPort(), names.smtpsPort());
        bind(MailServers.class).toInstance(servers);
        bind(Autoconfig.class).toInstance(new Autoconfig(servers));
        bind(AppleProfile.class).toInstance(new AppleProfile(servers));
        boolean ownAuthority = tls.operatorFiles().isEmpty();
        bind(SettingsPage.class).toInstance(new SettingsPage(servers, ownAuthority));
        bind(ClientSettings.class).toInstance(new ClientSettings(servers, ownAuthority));
        bind(AutodiscoverLocation.class).toInstance(new AutodiscoverLocation(names.host(), names.apiPort()));
        bind(ProfileSigner.class).toInstance(signer());
        Multibinder<HttpRoutes> routes = Multibinder.newSetBinder(binder(), HttpRoutes.class);
        routes.addBinding().to(AutoconfigRoutes.class);
        routes.addBinding().to(AutodiscoverRoutes.class);
        routes.addBinding().to(AppleProfileRoutes.class);
        routes.addBinding().to(SettingsPageRoutes.class);
        Multibinder.newSetBinder(binder(), Routes.class).addBinding().to(ClientSettingsRoutes.class);
    }

    /** Of our own authority no device knows: a signature by it says less than none. */
    private ProfileSigner signer() {
        return tls.operatorFiles()
                .<ProfileSigner>map(files -> new CmsProfileSigner(
                        new CertificateFiles(files.certificate(), files.privateKey(), Optional.empty())))
                .orElse(ProfileSigner.NONE);
    }

    @Provides
    @Singleton
    SetupSubjects subjects(LocalDomains domains, SharedDomain shared) {
        return new SetupSubjects(domains, shared);
    }

    @Provides
    @Singleton
    Autodiscover autodiscover(MailServers servers, Clock clock) {
        return new Autodiscover(servers, clock);
    }
}
