package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.login.imap.InboxAuthenticateProcessor;
import dev.agentpost.mail.login.imap.InboxLoginCommandParser;
import dev.agentpost.mail.login.imap.InboxLoginProcessor;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.imap.decode.parser.CompressCommandParser;
import org.apache.james.imap.decode.parser.DeleteACLCommandParser;
import org.apache.james.imap.decode.parser.ExamineCommandParser;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.decode.parser.GetACLCommandParser;
import org.apache.james.imap.decode.parser.GetMetadataCommandParser;
import org.apache.james.imap.decode.parser.GetQuotaCommandParser;
import org.apache.james.imap.decode.parser.IDCommandParser;
import org.apache.james.imap.decode.parser.ListRightsCommandParser;
import org.apache.james.imap.decode.parser.LoginCommandParser;
import org.apache.james.imap.decode.parser.MyRightsCommandParser;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.apache.james.imap.decode.parser.SelectCommandParser;
import org.apache.james.imap.decode.parser.SetACLCommandParser;
import org.apache.james.imap.decode.parser.SetQuotaCommandParser;
import org.apache.james.imap.decode.parser.StartTLSCommandParser;
import org.apache.james.imap.decode.parser.StatusCommandParser;
import org.apache.james.imap.encode.AuthenticateResponseEncoder;
import org.apache.james.imap.encode.CapabilityResponseEncoder;
import org.apache.james.imap.encode.FetchResponseEncoder;
import org.apache.james.imap.encode.LSubResponseEncoder;
import org.apache.james.imap.encode.ListResponseEncoder;
import org.apache.james.imap.encode.XListResponseEncoder;
import org.apache.james.imap.processor.AuthenticateProcessor;
import org.apache.james.imap.processor.CompressProcessor;
import org.apache.james.imap.processor.CopyProcessor;
import org.apache.james.imap.processor.CreateProcessor;
import org.apache.james.imap.processor.DeleteACLProcessor;
import org.apache.james.imap.processor.ExamineProcessor;
import org.apache.james.imap.processor.GetACLProcessor;
import org.apache.james.imap.processor.IdleProcessor;
import org.apache.james.imap.processor.LSubProcessor;
import org.apache.james.imap.processor.ListProcessor;
import org.apache.james.imap.processor.ListRightsProcessor;
import org.apache.james.imap.processor.LoginProcessor;
import org.apache.james.imap.processor.MyRightsProcessor;
import org.apache.james.imap.processor.SearchProcessor;
import org.apache.james.imap.processor.SelectProcessor;
import org.apache.james.imap.processor.SetACLProcessor;
import org.apache.james.imap.processor.SetQuotaProcessor;
import org.apache.james.imap.processor.StartTLSProcessor;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.imap.processor.StoreProcessor;
import org.apache.james.imap.processor.XListProcessor;
import org.apache.james.imap.processor.fetch.FetchProcessor;
import org.apache.james.modules.protocols.ImapPackage;
import org.apache.james.utils.ClassName;

/**
 * The IMAP commands that are served: James's own without sharing, without setting quotas, without STARTTLS and compression,
 * and with our login, LIST, CREATE, COPY, FETCH, STORE, STATUS, SEARCH, SELECT and IDLE.
 */
public final class AgentPostImapPackage extends ImapPackage.Impl {
    private static final Set<Class<?>> WITHOUT_PROCESSORS = Set.of(
            LoginProcessor.class,
            AuthenticateProcessor.class,
            ListProcessor.class,
            LSubProcessor.class,
            CopyProcessor.class,
            CreateProcessor.class,
            FetchProcessor.class,
            StatusProcessor.class,
            StoreProcessor.class,
            SearchProcessor.class,
            SelectProcessor.class,
            ExamineProcessor.class,
            IdleProcessor.class,
            GetACLProcessor.class,
            SetACLProcessor.class,
            DeleteACLProcessor.class,
            ListRightsProcessor.class,
            MyRightsProcessor.class,
            SetQuotaProcessor.class,
            StartTLSProcessor.class,
            CompressProcessor.class,
            XListProcessor.class);
    private static final Set<Class<?>> OUR_PROCESSORS = Set.of(
            InboxLoginProcessor.class,
            InboxAuthenticateProcessor.class,
            FolderListProcessor.class,
            QuotaCopyProcessor.class,
            MessageFetchProcessor.class,
            ExistingStatusProcessor.class,
            ConditionalStoreProcessor.class,
            NewFolderProcessor.class,
            InboxSearchProcessor.class,
            OrderedSelectProcessor.class,
            OrderedExamineProcessor.class,
            OrderedIdleProcessor.class);
    private static final Set<Class<?>> WITHOUT_PARSERS = Set.of(
            LoginCommandParser.class,
            FetchCommandParser.class,
            SearchCommandParser.class,
            SelectCommandParser.class,
            ExamineCommandParser.class,
            StatusCommandParser.class,
            GetMetadataCommandParser.class,
            IDCommandParser.class,
            GetQuotaCommandParser.class,
            GetACLCommandParser.class,
            SetACLCommandParser.class,
            DeleteACLCommandParser.class,
            ListRightsCommandParser.class,
            MyRightsCommandParser.class,
            SetQuotaCommandParser.class,
            StartTLSCommandParser.class,
            CompressCommandParser.class,
            org.apache.james.imap.decode.parser.ListCommandParser.class,
            org.apache.james.imap.decode.parser.LsubCommandParser.class,
            org.apache.james.imap.decode.parser.XListCommandParser.class);
    private static final Set<Class<?>> OUR_PARSERS = Set.of(
            InboxLoginCommandParser.class,
            IdCommandParser.class,
            InboxFetchCommandParser.class,
            InboxQuotaCommandParser.class,
            InboxSearchCommandParser.class,
            InboxSelectCommandParser.class,
            InboxExamineCommandParser.class,
            InboxStatusCommandParser.class,
            InboxGetMetadataCommandParser.class,
            ListCommandParser.class,
            LsubCommandParser.class,
            XlistCommandParser.class);

    private static final Set<Class<?>> WITHOUT_ENCODERS = Set.of(
            AuthenticateResponseEncoder.class,
            CapabilityResponseEncoder.class,
            FetchResponseEncoder.class,
            ListResponseEncoder.class,
            LSubResponseEncoder.class,
            XListResponseEncoder.class);
    private static final Set<Class<?>> OUR_ENCODERS = Set.of(
            CapabilityLineEncoder.class, EmptyChallengeEncoder.class, FetchLineEncoder.class, FolderLineEncoder.class);

    @Inject
    public AgentPostImapPackage() {
        super(
                replace(ImapPackage.DEFAULT.processors(), WITHOUT_PROCESSORS, OUR_PROCESSORS),
                replace(ImapPackage.DEFAULT.decoders(), WITHOUT_PARSERS, OUR_PARSERS),
                replace(ImapPackage.DEFAULT.encoders(), WITHOUT_ENCODERS, OUR_ENCODERS));
    }

    private static ImmutableList<ClassName> replace(
            Collection<ClassName> all, Set<Class<?>> without, Set<Class<?>> with) {
        return Stream.concat(
                        all.stream().filter(name -> without.stream().noneMatch(unwanted -> unwanted.getCanonicalName()
                                .equals(name.getName()))),
                        with.stream().map(wanted -> new ClassName(wanted.getCanonicalName())))
                .collect(ImmutableList.toImmutableList());
    }
}
