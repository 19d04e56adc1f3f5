package dev.agentpost.mail.reception.mailet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.address.AddressBooks;
import dev.agentpost.mail.reception.ReceptionAttributes;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryStore;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryUrlStore;
import org.apache.james.mailrepository.memory.SimpleMailRepositoryLoader;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.Mailet;
import org.apache.mailet.base.test.FakeMailContext;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of mail that is for the operator, or for nobody any more. */
class OperatorMailTest {
    private static final String ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private MemoryMailRepositoryStore repositories;
    private MailRepository kept;

    @BeforeEach
    void setUp() throws Exception {
        MailRepositoryStoreConfiguration configuration =
                MailRepositoryStoreConfiguration.forItems(new MailRepositoryStoreConfiguration.Item(
                        ImmutableList.of(new Protocol("memory")),
                        MemoryMailRepository.class.getName(),
                        new BaseHierarchicalConfiguration()));
        repositories = new MemoryMailRepositoryStore(
                new MemoryMailRepositoryUrlStore(), new SimpleMailRepositoryLoader(), configuration);
        repositories.init();
        kept = repositories.select(
                MailRepositoryUrl.fromPathAndProtocol(new Protocol("memory"), MailRepositoryPath.from("kept")));
    }

    private <T extends Mailet> T initialized(T mailet) throws Exception {
        mailet.init(FakeMailetConfig.builder()
                .mailetContext(FakeMailContext.defaultContext())
                .setProperty("repository", "memory://kept/")
                .build());
        return mailet;
    }

    private static MailImpl mail(String... recipients) throws Exception {
        return MailImpl.builder()
                .name(ID)
                .sender(new MailAddress("customer@example.com"))
                .addRecipients(recipients)
                .build();
    }

    private List<String> keptRecipients() throws Exception {
        return kept.retrieve(new MailKey(ID)).getRecipients().stream()
                .map(MailAddress::asString)
                .toList();
    }

    @Test
    void operatorShouldGetTheirPartAndTheOthersGoOn() throws Exception {
        MailImpl mail = mail("Postmaster@localhost", "abuse@localhost", "alice@localhost", "postmaster@example.com");

        initialized(new KeepForOperator(AddressBooks.withInboxes("localhost"), repositories))
                .service(mail);

        assertThat(keptRecipients()).containsExactlyInAnyOrder("Postmaster@localhost", "abuse@localhost");
        assertThat(mail.getRecipients())
                .containsExactlyInAnyOrder(
                        new MailAddress("alice@localhost"), new MailAddress("postmaster@example.com"));
        assertThat(mail.getName()).isEqualTo(ID);
        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
    }

    @Test
    void mailForTheOperatorAloneShouldEndHere() throws Exception {
        MailImpl mail = mail("postmaster@localhost");

        initialized(new KeepForOperator(AddressBooks.withInboxes("localhost"), repositories))
                .service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    /** "outbound never relays mail that came in over port 25". */
    @Test
    void mailFromTheWorldShouldGoNoFurther() throws Exception {
        MailImpl mail = mail("victim@example.com");
        mail.setAttribute(new Attribute(ReceptionAttributes.RECEPTION_ID, AttributeValue.of(ID)));

        initialized(new KeepUndelivered(repositories)).service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(keptRecipients()).containsExactly("victim@example.com");
    }

    @Test
    void mailOfAnInboxShouldGoOn() throws Exception {
        MailImpl mail = mail("victim@example.com");

        initialized(new KeepUndelivered(repositories)).service(mail);

        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        assertThat(kept.size()).isZero();
    }
}
