"""British people, their devices, and what is wrong with them."""

FIRST_NAMES = (
    "Amelia Oliver Isla George Ava Noah Priya Arthur Mia Leo Zoë Harry Sienna Muhammad"
    " Grace Oscar Freya Theo Ivy Jack Chloe Archie Aisha Henry Florence Charlie Siân Alfie"
    " Rosie Freddie Imogen Tommy Ada Finlay Maya Lucas Nia Rhys Orla Callum Niamh Hamish"
    " Eilidh Kwame Folake Anil Marta Tomasz Ines Giulia"
).split()
LAST_NAMES = (
    "Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Roberts Johnson Lewis"
    " Walker Robinson Wood Thompson White Watson Jackson Wright Green Harris Cooper King Lee"
    " Martin Clarke James Morgan Hughes Edwards Hill Moore Clark Harrison Scott Young Morris"
    " Hall Ward Turner Carter Phillips Mitchell Patel Khan Nair Okafor Silva Whitfield"
    " Bennett Rahman O’Brien Kowalski Fernández"
).split()
COMPANIES = (
    "Bright Dental",
    "Lea Valley Cycles",
    "Harbour & Vine",
    "Ridley Road Records",
    "Northfield Primary School",
    "Kestrel Architects",
    "Bruce Grove Bakery",
    "Alma Legal",
)

# brand, model, year, what it may be worth second hand, the usual price of a repair
DEVICES = (
    ("Apple", 'MacBook Pro 14"', 2021, 1100, 289),
    ("Apple", "MacBook Air M1", 2020, 550, 149),
    ("Apple", 'iMac 27"', 2019, 600, 230),
    ("Apple", "iPhone 13", 2021, 320, 129),
    ("Apple", "iPhone 15 Pro", 2023, 700, 219),
    ("Apple", "iPad Air", 2022, 380, 159),
    ("Dell", "XPS 13", 2020, 450, 139),
    ("Dell", "Latitude 5420", 2021, 350, 99),
    ("Lenovo", "ThinkPad T14", 2021, 420, 110),
    ("Lenovo", "Legion 5", 2022, 650, 145),
    ("HP", "Pavilion 15", 2019, 220, 89),
    ("HP", "Spectre x360", 2022, 600, 165),
    ("Microsoft", "Surface Laptop 4", 2021, 480, 175),
    ("Samsung", "Galaxy S22", 2022, 280, 139),
    ("Google", "Pixel 7", 2022, 240, 119),
    ("Sony", "PlayStation 5", 2021, 330, 99),
    ("Microsoft", "Xbox Series X", 2021, 280, 89),
    ("Nintendo", "Switch OLED", 2022, 190, 69),
)
FAULTS = (
    (
        "cracked screen",
        "I dropped it on the stairs and the screen is in pieces, but it still turns on.",
    ),
    ("battery", "The battery lasts about forty minutes now, and it says service recommended."),
    (
        "liquid damage",
        "A glass of water went over the keyboard last night. It is off and upside down.",
    ),
    ("will not charge", "It only charges if I hold the cable at an angle."),
    ("slow", "It takes ten minutes to start and the fan never stops."),
    ("no picture", "The light comes on but there is nothing on the screen."),
    ("keyboard", "Five keys have stopped working, the E among them."),
    ("data recovery", "It will not start, and all the photos of my daughter are on it."),
    ("overheating", "It gets too hot to hold and then switches itself off."),
    ("speaker", "Sound crackles on calls; people say I am under water."),
)
LOST = ("Too expensive", "Went to another shop", "Bought a new device", "Changed their mind")
CALLS = (
    "Explained what a diagnosis costs and how long it takes.",
    "Quoted from the photos; they want to think about it.",
    "They will drop it in on Saturday morning.",
    "Asked whether the data is safe. Reassured, and sent the wording.",
    "Left a message with the direct number.",
)
ANSWERS = (
    "Asked if we could do it the same day.",
    "Happy with the price, wants to know about the warranty.",
    "Sent two more photos of the damage.",
)
STREETS = ("High Road", "West Green Road", "Philip Lane", "Lordship Lane", "Church Street")

# For volume: enough to make a million people who are not all called alike.
MORE_FIRST_NAMES = (
    "Olivia Jack Emily Thomas Jessica James Sophie William Lily Daniel Ella Samuel Evie Joseph"
    " Lucy Benjamin Alice Edward Eva Alexander Charlotte Max Ruby Logan Matilda Isaac Phoebe"
    " Dylan Daisy Toby Erin Adam Holly Luke Megan Ryan Hannah Nathan Abigail Zachary Bethany"
    " Harvey Leah Jude Molly Stanley Summer Reuben Zara Felix Amber Elliot Georgia Hugo Heidi"
    " Louis Martha Ronnie Orlaith Cameron Iris Jenson Bonnie Blake Thea Ethan Violet Gabriel"
    " Rose Caleb Willow Aaron Darcey Owen Robyn Connor Elsie Liam Lottie Seth Esme Jamie"
    " Penelope Leon Maisie Kian Lola Bobby Eliza Ellis Clara Frankie Harriet Rory Nancy Albie"
    " Anne-Marie Siobhán Aoife Sorcha Caoimhe Ciarán Gethin Angharad Bronwen Dafydd Iolo"
    " Agnieszka Piotr Katarzyna Paweł Zofia Ana João Beatriz Tiago Fatima Omar Layla Yusuf"
    " Amina Hassan Khadija Ibrahim Deepa Rajesh Sunita Vikram Meera Arjun Chiara Luca Elif"
    " Emre Adaeze Chidi Ngozi Emeka Abena Kofi Wei Mei Jun Yuki Haruto Thanh Linh Mateo Sofía"
).split()
SURNAME_STEMS = (
    "Ash Brad Cress Hart Whit Black Green Stan Hal Thorn Mar Win Ald Ben Brom Cald Dal East Farn"
    " Gar Had Hol Kirk Lang Led Mil Nor Oak Pem Rad Red Rock Rush Sal Sand Shel Sher Sil Sud"
    " Tel Tren Und Wal War Wes Wil Wood Wych Bar Bick Bur Chal Chat Chol Clay Cot Crom Dun Ed"
).split()
SURNAME_MIDDLES = ("", "", "", "ing", "er", "en", "le", "a", "in", "ers", "el", "is", "ar", "ow")
SURNAME_ENDS = (
    "ford ton ley well wood bury worth field brook ham combe den dale hurst stead mere burn"
    " shaw croft gate house man by thorpe wick ridge more land son stone"
).split()
TRADES = ("Dental", "Cycles", "Records", "Architects", "Bakery", "Legal", "Motors", "Ltd", "Café")
DOMAINS = (
    "mail.example post.example inbox.example example.org example.net example.com shop.example"
).split()
POSTCODE_AREAS = (
    "N E SE SW W NW EC WC EN IG RM DA BR CR SM KT TW UB HA WD AL B BS CB CF EH G L LE LS M NE NG"
    " NR OX PL S SO"
).split()
