def build(count):
    text = ""
    for i in range(count):
        text += "item "
        text += str(i % 10)
        text += ";"
    return text


def run():
    text = build(1000000)
    return f"{len(text)} {text[4999990:5000000]}"
