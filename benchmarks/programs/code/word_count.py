def make_text(words):
    pieces = []
    state = 42
    for _ in range(words):
        state = (state * 1103515245 + 12345) % 2147483648
        pieces.append(f"word{state // 65536 % 5000}")
    return " ".join(pieces)


def count_words(text):
    counts = {}
    for word in text.split(" "):
        counts[word] = counts.get(word, 0) + 1
    return counts


def run():
    text = make_text(1200000)
    counts = count_words(text)
    most = ""
    for word, count in counts.items():
        if most == "" or count > counts[most]:
            most = word
    return f"{len(text)} {len(counts)} {most} {counts[most]}"
