/**
 * Orders to fetch what is nobody's business, in the looser words that honest texts use as well: each of these tells nothing but beside
 * something that smooths the way for it, that the user need not know or be asked. In the languages that servers are written in.
 */
import { ADDRESSES, ANY_TOOL, KEEPS, PASSES, type Pattern, READS, TAKES, UNASKED } from './order-kinds.ts';

/** Where credentials are kept, and what was typed; names of files are the same in all languages. */
const PLACE = String.raw`(?:(?<![\w-])\.(?:ssh|aws|kube|docker|gnupg|azure)\/|\.config\/[\w./]{0,40}?(?:gh|gcloud)\/|\bgh\/hosts\.yml|\bid_(?:rsa|dsa|ecdsa|ed25519)\b|(?<![\w*)\]])\.(?:npmrc|pypirc|netrc|pgpass|git-credentials|env(?!\.(?:example|sample|template)))\b|\bapplication_default_credentials\b|\.(?:bash|zsh)_history\b|\bmcp\.json\b)`;
const SECRETS = '(?:keys?|credentials?|tokens?|passwords?|secrets?)';
const anyOf = (...parts: readonly string[]): RegExp => new RegExp(parts.join('|'), 'iu');

/** `defaults to the contents of ~/.kube/config` asks nobody for it. */
const NO_DEFAULT = String.raw`(?<!\b(?:defaults?|falls? back|taken|comes?)\b[^.\n]{0,30})`;

const TAKINGS: readonly Pattern[] = [
  [
    READS,
    anyOf(
      String.raw`\b(?:read|reading|open|cat|collect|gather|take|copy|paste|attach|dump|append|look up)\b[^.\n]{0,120}?${PLACE}`,
      String.raw`${NO_DEFAULT}\b(?:contents?|text|lines|values?|output)\s+(?:of|from)\b[^.\n]{0,80}?(?:~\/)?${PLACE}`,
      String.raw`\b(?:run|execute|output of|results? of)\s+(?:the\s+)?(?:command\s+)?[\x60'"“](?:printenv|env|history)[\x60'"”]`,
      String.raw`\b(?:pass|put|send|include|give|hand|add|append|copy|collect|gather|list)\b[^.\n]{0,60}?\b(?:all|your|the)\s+(?:\w+\s+)?environment variables\b`,
      String.raw`(?:读取|打开|复制|拷贝|查看|收集|読み|開い|コピー|읽|열)[^。\n]{0,80}?${PLACE}`,
      String.raw`${PLACE}[^。\n]{0,40}(?:の(?:内容|中身)|を(?:読|開|コピー)|的(?:全部|所有|完整)?内容|(?:를|을)\s*(?:읽|열|복사))`,
      String.raw`(?<!\p{L})(?:прочита\p{L}*|прочти\p{L}*|открой\p{L}*|скопируй\p{L}*|содержимое|leer?|lea|abre|abra|abrir|copia|copie|contenido|conteúdo|contenu|lis|lisez|lire|ouvre[sz]?|ouvrir|copiez|lies|lesen|öffne[nt]?|kopiere[nt]?|inhalt|leia|ler|legg(?:i|ere|ete)|apri(?:re|te)?|contenuto)(?!\p{L})[^.\n]{0,100}?${PLACE}`,
    ),
  ],
  [
    TAKES,
    anyOf(
      String.raw`\b(?:full|entire|whole|complete|literal|raw|exact)\b[^.\n]{0,80}?\b(?:your|the)\s+system prompt\b`,
      String.raw`\b(?:complete|full|entire|whole|all)\s+(?:\w+\s+){0,3}?(?:conversation|messages|chat|transcript)\b[^\n]{0,80}?\bsystem prompt\b`,
      String.raw`\bresults?\s+of\s+(?:(?:the|all|any|every)\s+)*tools?\s+(?:of|from)\s+(?:all|any|every|other)\s+(?:other\s+)?servers?\b`,
      String.raw`\b(?:conversation|chat|messages?)\b[^\n]{0,160}?\bresults?\s+(?:of|from)\s+(?:(?:the|all|any|every)\s+)*other\s+(?:tools?|servers?)\b`,
      String.raw`\b(?:repeat|copy|put|pass|include|quote)\s+(?:that|each|every)\s+(?:other\s+)?tool['’]s\s+(?:results?|outputs?|answers?)\b`,
      String.raw`\b(?:any|all|each|every)\s+(?:\w+\s+)?${SECRETS}\s+(?:that\s+)?(?:you\s+(?:have\s+|can\s+)?)?(?:seen?|saw)\b`,
      String.raw`\b(?:look like|contains?|holds?)\s+(?:\w+\s+)?${SECRETS}\b[^.\n]{0,40}?\b(?:pass|send|hand|give|submit|upload)\s+(?:the\s+(?:whole\s+)?file|it|them|(?:its|their)\s+(?:contents?|text|values?))\b`,
    ),
  ],
];

const USER = '(?:user|person|human|operator|owner|reader|customer|developer)';
const NOT = "(?:do(?:es)? not|don['’]t|doesn['’]t|never|must not|should not|not worth|no need to|needs? not|without)";

/** A change that nobody who reads what was done is told of. */
const CHANGES = String.raw`(?:the|your|any)\s+(?:\w+\s+){0,2}?(?:changes|summary|recap|changelog|commit message|pull request)`;
export const UNLISTED = anyOf(
  String.raw`\b${NOT}\s+(?:\w+\s+or\s+)?(?:list|show|note|record|report|document|include|mention)(?:ing)?\s+(?:it|this|that)\s+(?:among|in|under|with)\s+${CHANGES}\b`,
  String.raw`\b(?:leave|omit|drop|keep)\s+(?:it|this|that)\s+(?:step\s+|part\s+|call\s+)?(?:out\s+of|from)\s+${CHANGES}\b`,
);
/** What is best left unsaid: a guide may well tell what not to show of a file of keys. */
const NO_SECRET = String.raw`(?![^.\n]{0,60}(?:schlüssel|wert|passw|geheim|secre|clave|contraseñ|mot de passe|senha|chiav|val(?:or|eur|ue)|token|segre|ключ|парол|значени|секрет))`;

const EASINGS: readonly Pattern[] = [
  [
    KEEPS,
    anyOf(
      String.raw`\b(?:do|perform|handle|retry|continue|go on|proceed|send|pass|include|add|append)\b[^.;\n]{0,60}?\b(?:silently|quietly|discreetly)\b`,
      String.raw`[,;(]\s?(?:silently|quietly|discreetly)\s?[).,;]`,
      String.raw`\b${NOT}\s+(?:\w+\s+or\s+)?(?:mention|discuss|explain|refer to|talk about|announce|bring up)(?:ing)?\s+(?:it|this|that|any of (?:it|this)|(?:to\s+)?the\s+(?!(?:raw|values?|contents?|names?|ids?|keys?|secrets?|tool)\b)\w+)\b`,
      String.raw`\b${USER}\b[^.\n]{0,40}?\b(?:do(?:es)?|will|need|should|must|is|are)\s?(?:not|n['’]t)\s+(?:(?:need|have|expected)\s+to\s+)?(?:see|know|notice|take part|be\s+(?:told|asked|bothered|informed))\b`,
      String.raw`(?:^|[.!;,]\s+)(?:say nothing|keep (?:this|it) (?:private|quiet|secret|to yourself))\b`,
      UNLISTED.source,
      String.raw`\b(?:this|that|the)\s+(?:step|call|part|action)\s+is\s+(?:internal|routine|private)\b`,
      String.raw`\b(?:leave|omit|drop|strip)\b[^.\n]{0,40}?\b(?:when|if|before)\s+you\s+(?:show|answer|reply|report|present)\b`,
      '(?:不要|不得|切勿|请勿|不必|无需|無需|无须|不用|別|别)[^。\\n]{0,8}(?:告诉|告知|透露|提及|提到|通知|告訴|知會)',
      '(?:向|对|對)用户(?:隐瞒|保密|隱瞞)|(?:ユーザー|利用者)(?:に|には)[^。\\n]{0,12}(?:言わ|伝え|知らせ|教え|見せ|触れ)(?:ない|ず)|사용자에게[^.\\n]{0,12}(?:말하지|알리지|언급하지)',
      String.raw`(?<!\p{L})не\s+(?:говор|сообща|упомина|показыва|рассказыва)\p{L}*[^.\n]{0,40}пользовател|без\s+ведома\s+пользовател`,
      String.raw`\bsin\s+(?:avisar|informar|decir|mencionar)\p{L}*\b[^.\n]{0,20}\busuario|\bno\s+(?:se\s+)?(?:l[oae]s?\s+)?(?:digas?|menciones?|comentes?|avises?|informes?|cuentes?|reveles?)\b[^.\n]{0,40}\busuario|\bsem\s+(?:avisar|informar|contar|dizer|mencionar)\b[^.\n]{0,20}\b(?:usuário|utilizador)|\bnão\s+(?:[oa]s?\s+)?(?:conte|diga|mencione|comente|avise|informe|revele)\b[^.\n]{0,40}\b(?:usuário|utilizador)`,
      String.raw`\bsans\s+(?:en\s+|le\s+|l['’])?(?:informer|prévenir|avertir|dire|mentionner)\b[^.\n]{0,20}\butilisateur|(?<!\p{L})à\s+l['’]insu\s+de\s+l['’]utilisateur|\bn(?:e|['’]en)\s+(?:(?:le|lui|l['’])\s*)?(?:parle[sz]?|dis|dites|mentionne[sz]?|révèle[sz]?|informe[sz]?)\b[^.\n]{0,40}\butilisateur`,
      String.raw`\bsenza\s+(?:avvisar|informar|dir|menzionar)\p{L}*\b[^.\n]{0,20}\butente|\bnon\s+(?:dir|dite|menzionar|parlar|informar|avvisar|rivelar)\p{L}*[^.\n]{0,40}\butente`,
      String.raw`\bohne\s+(?:(?:es|das|dies)\s+)?(?:de[mn]\s+)?(?:Be)?nutzer\b[^.\n]{0,20}\b(?:zu\s+(?:sagen|informieren)|mitzuteilen)|\b(?:sage?|erzähle?|erwähne|verrate?)\b[^.\n]{0,40}nutzer\b[^.\n]{0,40}\bnichts?\b|nutzer\s+(?:darf|soll|muss)\b[^.\n]{0,20}\bnichts\b`,
      String.raw`\b(?:erwähne?|verrate?|erzähle?|berichte?)\b${NO_SECRET}[^.\n]{0,60}?\bnicht(?:s)?\b|\bverschweige?n?\b|(?<!\p{L})не\s+упомина\p{L}*${NO_SECRET}`,
      String.raw`\b(?:no|não|non)\s+(?:l[oae]s?\s+|[oa]s?\s+)?men[cz]ion\p{L}+${NO_SECRET}|\bn(?:e|['’]en)\s+(?:l[ea]s?\s+|pas\s+(?:l[ea]s?\s+)?)?(?:mentionne|parle)(?:[sz]|r)?\b${NO_SECRET}`,
    ),
  ],
  [
    UNASKED,
    anyOf(
      String.raw`\b${USER}s?\s+(?:has|have|had)\s+(?:(?:already|all)\s+)?(?:pre-?)?(?:agreed|approved|consented|authori[sz]ed|accepted)\b`,
      String.raw`\bpre-?approved\b|\b(?:already|are|is)\s+approved\b`,
      String.raw`(?<!\b(?:never|not|n['’]t|must)\b[^.\n]{0,80})\bwithout\s+(?:\w+\s+){0,2}?(?:asking|prompting|confirming)\b`,
      String.raw`\b(?:no need|not necessary)\s+to\s+(?:ask|confirm)\b|\bdo\s?(?:not|n['’]t)\s+ask\s+(?:again|first|before|permission|the user\b(?! for))|\bneeds?\s+no\s+(?:confirmation|permission|approval|consent)\b`,
      '(?:无需|無需|不必|不用|无须)[^。\\n]{0,8}(?:询问|确认|徵求|征求)|確認(?:を取ら|せ)ず|확인(?:을)?\\s*(?:받지|없이)',
      String.raw`(?<!\p{L})не\s+спрашива\p{L}*|без\s+(?:подтверждения|запроса)|\bsin\s+(?:preguntar|confirmar|confirmación)|\bsem\s+(?:perguntar|confirmar|confirmação)|\bsans\s+(?:\w+\s+)?(?:demander|confirmation)|\bohne\s+(?:\p{L}+\s+){0,3}?(?:zu\s+fragen|nachzufragen|nachfrage|rückfrage)`,
    ),
  ],
  [
    ADDRESSES,
    anyOf(
      String.raw`(?:^|[\n(>*\x60"“]\s{0,8})(?:note\s+(?:to|for)\s+(?:the\s+|all\s+)?)?(?:AI\s+)?(?:assistants?|agents?|models?|LLMs?)\s*:\s`,
    ),
  ],
  [
    ANY_TOOL,
    anyOf(
      String.raw`\b(?:before|after)\s+(?:every|each|any)\s+(?:other\s+)?tool(?:\s+call)?s?\b[^.\n]{0,20}?\b(?:of|on|from)\s+(?:any|all|every|each|other)\s+(?:other\s+)?servers?\b`,
    ),
  ],
];

/** How it is handed over; told beside the rest only. */
const HANDED: Pattern = [
  PASSES,
  anyOf(
    String.raw`\b(?:pass|put|give|hand|send|set|add|append|insert|supply|provide|paste|call)\b[^.\n]{0,100}?\b(?:as|to|in|into|of|with)\s+(?:the\s+|a\s+)?(?:[\x60'"“‘]\w[\w .-]{0,40}[\x60'"”’]|\w+_\w+|\w+\(|(?:\w+\s+)?(?:parameter|argument|field|heading)\b)`,
    String.raw`\b\w+\s+set to\b`,
    '(?:填入|填写|放入|传入|写入|作为)[^。\\n]{0,24}(?:参数|字段)|パラメーター?(?:に|として)',
    String.raw`(?:в|как)\s+параметр|\b(?:im|als|in den)\s+Parameter\b|\b(?:en el|como)\s+parámetro|\b(?:dans le|en)\s+paramètre|\b(?:no|como)\s+parâmetro`,
  ),
];

/** What a model is to fetch, what smooths the way for it, and how it is handed over. */
export const LOOSE = { takings: TAKINGS, easings: EASINGS, handed: HANDED } as const;
